import type { JobBackend } from '../../backends/backend';
import { hostedNames, isHere, openHosted } from '../chosenBackend';
import { mediaError } from '../../pipeline/errors/mediaError';

/** Where the jobs of a command are. */
export interface BackendFlags {
  backend?: string;
  baseUrl?: string;
}

/** The backend that the flags name; null for this machine. @throws request_invalid */
export async function hostedBackendOf(flags: BackendFlags, env: NodeJS.ProcessEnv): Promise<JobBackend | null> {
  if (!isHere(flags)) return openHosted(flags, env);
  if (flags.baseUrl !== undefined)
    throw mediaError('request_invalid', { problems: `--base-url goes with --backend ${hostedNames()}.` });
  return null;
}
