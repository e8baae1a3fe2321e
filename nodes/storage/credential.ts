import type { IExecuteFunctions } from 'n8n-workflow';
import type { S3Keys } from '../../src/pipeline/storage/s3/s3Access';

/** Names of n8n's own credentials "S3" and "AWS (IAM)". */
export type S3Credential = 's3' | 'aws';

/** Their fields; each has those that it has. */
interface S3Settings {
  [field: string]: string | boolean | undefined;
  region?: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  endpoint?: string;
  forcePathStyle?: boolean;
  ignoreSSLIssues?: boolean;
  temporaryCredentials?: boolean;
  sessionToken?: string;
  customEndpoints?: boolean;
  s3Endpoint?: string;
}

/** The keys that a credential of the node holds for an item. */
export async function s3Keys(
  context: Pick<IExecuteFunctions, 'getCredentials'>,
  credential: S3Credential,
  index: number,
): Promise<S3Keys> {
  const settings = await context.getCredentials<S3Settings>(credential, index);
  const [region, sessionToken] = [
    settings.region?.trim(),
    settings.temporaryCredentials === true ? settings.sessionToken?.trim() : '',
  ];
  const endpoint = settings.endpoint?.trim() || (settings.customEndpoints === true ? settings.s3Endpoint?.trim() : '');
  return {
    accessKeyId: settings.accessKeyId?.trim() ?? '',
    secretAccessKey: settings.secretAccessKey?.trim() ?? '',
    ...(sessionToken && { sessionToken }),
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    ...(settings.forcePathStyle === true && { forcePathStyle: true }),
    ...(settings.ignoreSSLIssues === true && { ignoreSSLIssues: true }),
  };
}
