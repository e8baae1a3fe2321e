import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';

/** Ports of 127.0.0.1 that an n8n listens to. */
export interface N8nPorts {
  /** The editor, the API and webhooks. */
  main: number;
  /** What runs the code of Code nodes. */
  broker: number;
}

/**
 * The environment of an n8n that is there for this package alone: nothing of this process's own settings but where programs are, and nothing that n8n
 * would fetch from elsewhere.
 * @param folder holds all that n8n writes: its database (`.n8n`), `files`, where nodes may read and write, and `tmp`
 */
export function n8nEnvironment(folder: string, { main, broker }: N8nPorts): NodeJS.ProcessEnv {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return {
    PATH: [dirname(process.execPath), ...path].join(delimiter),
    HOME: folder,
    TMPDIR: join(folder, 'tmp'),
    NODE_ENV: 'production',
    GENERIC_TIMEZONE: 'UTC',
    N8N_USER_FOLDER: folder,
    N8N_ENCRYPTION_KEY: 'a-key-for-this-folder-alone',
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
    N8N_RESTRICT_FILE_ACCESS_TO: join(folder, 'files'),
    N8N_PROTOCOL: 'http',
    N8N_HOST: '127.0.0.1',
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_PORT: String(main),
    N8N_RUNNERS_BROKER_PORT: String(broker),
    N8N_SECURE_COOKIE: 'false',
    N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
    N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    N8N_HIRING_BANNER_ENABLED: 'false',
    N8N_DISABLED_MODULES: 'mcp-registry',
  };
}

/** Ports of this machine that nobody listens to. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) await once(server.close(), 'close');
  return ports;
}
