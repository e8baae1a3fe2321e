import { Engine } from './engine';
import type { EngineOptions } from './engine';
import type { OutputAccess } from './begunUploads';
import { localFiles } from './files/localFiles';
import { homeOf, makeHome } from './home';
import type { Home } from './home';
import { openSecrets } from './jobSecrets';
import { checkSecrets } from './keptSecret';
import { performLocally } from './performLocally';
import { closeToOthers } from './privateFiles';
import { Seal } from './seal';
import type { JobStore } from './store/port';
import { openSqliteStore } from './store/sqlite/sqliteStore';
import { webhookDelivery } from './webhooks/deliver';

/** Kinds of process that are not n8n's own. */
const OUTSIDE_N8N = new Set(['cli', 'serve']);

export interface OpenOptions extends Partial<EngineOptions> {
  /** Where jobs are kept; in the home folder, unless given. */
  openStore?: (home: Home, seal: Seal) => Promise<JobStore>;
}

/**
 * Opens the engine of this machine's store, or makes the store, with who performs its jobs (here, unless given) and who delivers its webhooks. Runs nothing
 * until it is started.
 * @throws store_unusable, secret_unusable, disk_full
 */
export async function openEngine({
  env = process.env,
  role = 'cli',
  runs = true,
  openStore = ({ store }, seal) => openSqliteStore(store, seal),
  performers = { local: performLocally(homeOf(env), env) },
  ...more
}: OpenOptions = {}): Promise<Engine> {
  const home = homeOf(env);
  await makeHome(home);
  await closeToOthers(home);
  await checkSecrets(home);
  const seal = new Seal(home.folder, env);
  const store = await openStore(home, seal);
  const files = localFiles(home, outputAccess(seal, env));
  const engine = new Engine({ home, store, files, seal }, { env, role, runs, performers, ...more });
  if (runs) {
    const inN8n = !OUTSIDE_N8N.has(role);
    const { periodicTask, stop } = webhookDelivery({ home, outbox: store.outbox, seal, env, inN8n });
    engine.addPeriodicTask(periodicTask, stop);
  }
  return engine;
}

/** The keys that a job's result is put into a storage with: its own, else those of the machine. */
const outputAccess =
  (seal: Seal, env: NodeJS.ProcessEnv): OutputAccess =>
  async (job) => ({ env, keys: (await openSecrets(seal, job)).outputKeys });
