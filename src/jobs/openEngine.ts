import { Engine } from './engine';
import type { EngineOptions } from './engine';
import { homeOf } from './home';
import { performLocally } from './performLocally';
import { deliverWebhooks } from './webhooks/deliver';

/** Kinds of process that are not n8n's own. */
const OUTSIDE_N8N = new Set(['cli', 'serve']);

/**
 * Opens the engine of this machine's store, with who performs its jobs (here, unless given) and who delivers its webhooks. Runs nothing until it is started.
 * @throws store_unusable, secret_unusable, disk_full
 */
export async function openEngine({
  env = process.env,
  role = 'cli',
  runs = true,
  performers = { local: performLocally(homeOf(env), env) },
  ...more
}: Partial<EngineOptions> = {}): Promise<Engine> {
  const engine = await Engine.open({ env, role, runs, performers, ...more });
  if (runs) deliverWebhooks(engine, { env, inN8n: !OUTSIDE_N8N.has(role) });
  return engine;
}
