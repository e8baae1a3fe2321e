import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';
import { homeOf, makeHome } from '../../src/jobs/home';
import { webhookSecrets } from '../../src/jobs/webhooks/secrets';
import type { EventFilter } from '../../src/webhooks/filter';
import type { WebhookSourceName } from '../../src/webhooks/normalise';
import type { WebhookSource } from '../../src/webhooks/receive';
import { plainSecrets } from '../../src/webhooks/secrets';
import { standardSecrets } from '../../src/webhooks/standardWebhook';
import { accessOf } from '../../src/backends/apiAccess';
import { ittybit } from '../../src/backends/ittybit/backend';
import { swiftiaAccess } from '../../src/backends/swiftia/access';
import { swiftia } from '../../src/backends/swiftia/backend';
import { credentialOf } from '../hosted/openBackend';

/** What n8n gives alike when a workflow is activated and when a webhook comes. */
export type SettingsContext = Pick<IWebhookFunctions, 'getNode' | 'getNodeParameter' | 'getCredentials'>;

/**
 * Who is to send, and by what they are known.
 * @throws webhook_secret_invalid, store_unusable; n8n's errors of a credential that is missing
 */
export async function sourceOf(context: SettingsContext, env: NodeJS.ProcessEnv): Promise<WebhookSource> {
  const name = context.getNodeParameter('source') as WebhookSourceName;
  switch (name) {
    case 'local': {
      const home = homeOf(env);
      await makeHome(home);
      return { name, secrets: await webhookSecrets(home, env) };
    }
    case 'standard':
      return { name, secrets: standardSecrets(await secretsOf(context), SECRET) };
    case 'ittybit': {
      const secrets = plainSecrets(await secretsOf(context), SECRET);
      return {
        name,
        secrets,
        access:
          context.getNode().credentials?.ittybitApi === undefined
            ? null
            : accessOf(ittybit.label, await credentialOf(context, ittybit)),
      };
    }
    case 'swiftia':
      return {
        name,
        secrets: plainSecrets(await secretsOf(context), SECRET),
        access: swiftiaAccess(await credentialOf(context, swiftia)),
      };
  }
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
