import type { S3Keys } from './s3Access';

/** The fields of n8n's own credentials "S3" and "AWS (IAM)"; each has those that it has. */
interface S3Settings {
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

/** The keys that one of these credentials holds. */
export function keysOfCredential(settings: S3Settings): S3Keys {
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
