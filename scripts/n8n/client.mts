import type { WorkflowJson } from '../n8n-engine.mts';

interface Ask {
  method?: string;
  body?: unknown;
}

export interface CredentialToImport {
  name: string;
  type: string;
  data: Record<string, unknown>;
}

/** Who may log in to the n8n that is made here. */
export const OWNER = { email: 'owner@example.com', firstName: 'Olive', lastName: 'Owner', password: 'Correct-horse-7' };

const KEY_LABEL = 'media-jobs';
/** What the key may do. */
const SCOPES = [
  'workflow:create',
  'workflow:read',
  'workflow:list',
  'workflow:update',
  'workflow:delete',
  'workflow:activate',
  'workflow:deactivate',
  'execution:read',
  'execution:list',
  'credential:create',
  'credential:list',
];

/** n8n over HTTP: the API with a key wherever it has what is wanted, else what the editor uses. All throws unless n8n answers well. */
export class N8nClient {
  readonly url: string;
  private cookie = '';
  private key = '';

  constructor(url: string) {
    this.url = url;
  }

  /** The first thing to do: logs the owner in, who is made in a new n8n, and makes a key. */
  async setUp(): Promise<void> {
    const { data: settings } = await this.ask<{ data: { userManagement: { showSetupOnFirstLoad?: boolean } } }>(
      '/rest/settings',
    );
    const answer =
      settings.userManagement.showSetupOnFirstLoad === true
        ? await this.send('/rest/owner/setup', { method: 'POST', body: OWNER })
        : await this.send('/rest/login', {
            method: 'POST',
            body: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
          });
    this.cookie = answer.headers
      .getSetCookie()
      .map((cookie) => cookie.replace(/;.*/s, ''))
      .join('; ');
    const { data: keys } = await this.ask<{ data: { items: { id: string; label: string }[] } }>('/rest/api-keys');
    for (const { id } of keys.items.filter(({ label }) => label === KEY_LABEL))
      await this.ask(`/rest/api-keys/${id}`, { method: 'DELETE' });
    const { data } = await this.ask<{ data: { rawApiKey: string } }>('/rest/api-keys', {
      method: 'POST',
      body: { label: KEY_LABEL, scopes: SCOPES, expiresAt: null },
    });
    this.key = data.rawApiKey;
  }

  /** @returns the id that n8n gives to the workflow */
  async importWorkflow({ name, nodes, connections, settings = {} }: WorkflowJson): Promise<string> {
    const { id } = await this.ask<{ id: string }>('/api/v1/workflows', {
      method: 'POST',
      body: { name, nodes, connections, settings: { executionOrder: 'v1', ...settings } },
    });
    return id;
  }

  /** @returns the id by which a node names the credential */
  async importCredential(credential: CredentialToImport): Promise<string> {
    const { id } = await this.ask<{ id: string }>('/api/v1/credentials', { method: 'POST', body: credential });
    return id;
  }

  /** JSON of n8n's API (`/api/v1/…`) or of what the editor uses (`/rest/…`). */
  async ask<T>(path: string, ask?: Ask): Promise<T> {
    return (await (await this.send(path, ask)).json()) as T;
  }

  protected async send(path: string, { method = 'GET', body }: Ask = {}): Promise<Response> {
    const proof: Record<string, string> = path.startsWith('/api/')
      ? { 'x-n8n-api-key': this.key }
      : { cookie: this.cookie };
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...proof, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
