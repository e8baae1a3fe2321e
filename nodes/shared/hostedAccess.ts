import type { S3Client } from '@aws-sdk/client-s3';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { ApiAccess } from '../../src/backends/apiAccess';
import type { StagingPlace } from '../../src/backends/staging';
import { mediaError } from '../../src/pipeline/errors';

/** What the node's Ittybit credential says. */
export async function ittybitAccess(context: IExecuteFunctions, index: number): Promise<ApiAccess> {
  const { apiKey, baseUrl } = await context.getCredentials<{ apiKey: string; baseUrl: string }>('ittybitApi', index);
  return { name: 'Ittybit', apiKey, baseUrl };
}

/** The bucket through which the node is set to pass files; null when it is set to none. @throws request_invalid */
export async function stagingPlace(context: IExecuteFunctions, index: number): Promise<StagingPlace | null> {
  const storage = context.getNodeParameter('stagingStorage', index, 'none');
  if (storage !== 's3' && storage !== 'aws') return null;
  const bucket = (context.getNodeParameter('stagingBucket', index) as string).trim();
  if (!/^[a-zA-Z0-9][\w.-]{1,61}[a-zA-Z0-9]$/.test(bucket)) throw mediaError('request_invalid', { problems: `"stagingBucket" must be the name of a bucket (given: ${JSON.stringify(bucket).slice(0, 80)}).` });
  const folder = (context.getNodeParameter('stagingPrefix', index, '') as string).trim().replace(/^\/+|\/+$/g, '');
  const settings = await context.getCredentials<S3Settings>(storage, index);
  return { bucket, prefix: folder === '' ? '' : `${folder}/`, connect: () => s3ClientOf(settings) };
}

/** The fields of n8n's own credentials "S3" and "AWS (IAM)"; each has those that it has. */
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

/** A client as a credential of n8n sets it. Its endpoint was set by an administrator, so it may lie anywhere. */
async function s3ClientOf(settings: S3Settings): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const { region, accessKeyId = '', secretAccessKey = '', temporaryCredentials, sessionToken } = settings;
  const endpoint = settings.endpoint?.trim() || (settings.customEndpoints === true ? settings.s3Endpoint?.trim() : '');
  return new S3Client({
    region: region?.trim() || 'us-east-1', followRegionRedirects: true,
    credentials: { accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim(), ...(temporaryCredentials === true && sessionToken && { sessionToken: sessionToken.trim() }) },
    // Servers other than Amazon's do not all know the newer checksums.
    ...(endpoint && { endpoint, requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' }),
    ...(settings.forcePathStyle === true && { forcePathStyle: true }),
    ...(settings.ignoreSSLIssues === true && { requestHandler: { httpsAgent: { rejectUnauthorized: false } } }),
  });
}
