import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';
import { homeOf, makeHome } from '../../src/jobs/home';
import { webhookSecrets } from '../../src/jobs/webhooks/secrets';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import type { EventFilter } from '../../src/webhooks/filter';
import type { KnownSender } from '../../src/webhooks/receive';
import { senderNamed } from '../../src/webhooks/sources';
import type { Sender } from '../../src/webhooks/sources';

/** What n8n gives alike when a workflow is activated and when a webhook comes. */
export type SettingsContext = Pick<IWebhookFunctions, 'getNode' | 'getNodeParameter' | 'getCredentials'>;

/**
 * Who is to send, and by what they are known.
 * @throws webhook_secret_invalid, store_unusable; n8n's errors of a credential that is missing
 */
export async function sourceOf(context: SettingsContext, env: NodeJS.ProcessEnv): Promise<KnownSender> {
  const sender = senderNamed(context.getNodeParameter('source'));
  const secrets = sender.ownSecret
    ? await ownSecrets(env)
    : sender.load().checkSecrets(await secretsOf(context), SECRET);
  return { name: sender.name, secrets, credential: await credentialFor(context, sender) };
}

/**
 * A trigger without a webhook ID gets an address that is made of its name. n8n registers that encoded and looks for it decoded, so that one with a space in it is
 * never found. The editor and n8n's API give out IDs when they save; its command line does not.
 * @throws webhook_unaddressed
 */
export function refuseUnaddressed(context: Pick<SettingsContext, 'getNode'>): void {
  const { webhookId, name } = context.getNode();
  const address = name.toLowerCase();
  if (webhookId === undefined && encodeURIComponent(address) !== address)
    throw mediaError('webhook_unaddressed', { name });
}

async function ownSecrets(env: NodeJS.ProcessEnv): Promise<string[]> {
  const home = homeOf(env);
  await makeHome(home);
  return webhookSecrets(home, env);
}

/** The fields of the credential for the sender's API; null where that is not to be asked. */
async function credentialFor(context: SettingsContext, { api, confirms }: Sender): Promise<object | null> {
  if (api === null || confirms === 'never') return null;
  const chosen = context.getNode().credentials?.[api.credential] !== undefined;
  return confirms === 'always' || chosen ? context.getCredentials(api.credential) : null;
}

const SECRET = 'The webhook secret credential';

async function secretsOf(context: SettingsContext): Promise<string[]> {
  return secretsIn(await context.getCredentials('mediaWebhookSecretApi'));
}

/** The secrets in the fields of a Media Webhook Secret credential. */
export function secretsIn({ secret, secondSecret }: ICredentialDataDecryptedObject): string[] {
  return [secret, secondSecret].flatMap((value) =>
    typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [],
  );
}

/** Which events are to start the workflow. */
export function filterOf(context: SettingsContext): EventFilter {
  const events = context.getNodeParameter('events', []) as string[];
  const {
    kinds = [],
    statuses = [],
    metadata,
  } = context.getNodeParameter('filters', {}) as {
    kinds?: string[];
    statuses?: string[];
    metadata?: { values?: { key: string; value: unknown }[] };
  };
  const pairs = (metadata?.values ?? []).flatMap(({ key, value }) =>
    key === '' ? [] : [{ key, value: String(value) }],
  );
  return { events, kinds, statuses, metadata: pairs };
}
