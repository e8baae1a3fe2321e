import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Backend, BackendUse, JobBackend } from '../../src/backends/backend';
import type { JobService } from '../../src/backends/jobService';
import { sharedEngine } from '../background/sharedEngine';

/** What gives credentials, with items or without. */
export interface HasCredentials {
  getCredentials<T extends object = ICredentialDataDecryptedObject>(type: string, itemIndex?: number): Promise<T>;
}

/** The fields of the credential that a backend has in the node; none of one that needs no credential. */
export const credentialOf = async (context: HasCredentials, { hosted }: Backend, index?: number): Promise<object> =>
  hosted === null ? {} : context.getCredentials(hosted.credential, index);

/** Opens a backend with the node's credential and the jobs of this n8n. @throws what is wrong with either */
export const openBackend = (
  context: HasCredentials,
  backend: Backend,
  { index, ...use }: BackendUse & { index?: number } = {},
): Promise<JobBackend> =>
  backend.open({ credential: () => credentialOf(context, backend, index), jobs: sharedJobs, use });

/** The jobs of this n8n, as backends speak to them. @throws store_unusable, disk_full */
export async function sharedJobs(): Promise<JobService> {
  const { serviceOf } = require('../../src/jobs/serviceOf') as typeof import('../../src/jobs/serviceOf');
  return serviceOf(await sharedEngine());
}
