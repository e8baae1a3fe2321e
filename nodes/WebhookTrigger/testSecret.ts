import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';
import { plainSecrets } from '../../src/webhooks/base/secrets';
import { standardSecrets } from '../../src/webhooks/base/standardWebhook';
import { secretsIn } from './settings';
import { toMediaError } from '../../src/pipeline/errors/mediaError';

/** Whether the secrets of a credential can be used. Nobody is asked: a secret is known to be the right one only when a webhook comes. */
export function testSecret({ data = {} }: ICredentialsDecrypted): INodeCredentialTestResult {
  const secrets = secretsIn(data);
  try {
    // Only secrets of Standard Webhooks have a form of their own.
    if (secrets.some((secret) => secret.startsWith('whsec_'))) standardSecrets(secrets, 'This credential');
    else plainSecrets(secrets, 'This credential');
    return {
      status: 'OK',
      message: "The secret is well formed. Whether it is the sender's shows with the first webhook.",
    };
  } catch (error) {
    return { status: 'Error', message: toMediaError(error).message };
  }
}
