import { existsSync } from 'node:fs';
import type { Engine } from '../../src/jobs/engine';
import { packageVersion } from '../../src/version';
import { roleOf } from './role';
import type { Role } from './role';

/** What a process has once, whatever versions of this package n8n has loaded into it. All versions have to keep to its shape. */
export interface SharedEngine {
  version: string;
  /** The engine, started. @throws store_unusable, disk_full */
  open(): Promise<Engine>;
  /** Ends it: what it runs goes back into the queue. */
  retire(): Promise<void>;
}

const KEY = Symbol.for('n8n-nodes-media-jobs.engine');
const holder = globalThis as typeof globalThis & { [KEY]?: SharedEngine };

/** Waits before looks for a store (ms): until n8n has loaded its nodes, then for one that somebody else makes, such as the command line. */
const [FIRST_LOOK_MS, LATER_LOOKS_MS] = [1_000, 10_000];

/** The engine of this process, opened and started when it is first asked for. @throws store_unusable, disk_full */
export function sharedEngine(): Promise<Engine> {
  holder[KEY] ??= share(roleOf(process.argv), Promise.resolve());
  return holder[KEY].open();
}

/**
 * To be called where n8n loads the package: takes up what jobs and waiting executions an earlier process has left, if there are any. Does nothing in n8n's
 * commands that come and go, such as an import.
 */
export function takeUpWork(): void {
  const role = roleOf(process.argv);
  if (role !== 'main' && role !== 'worker' && role !== 'webhook') return;
  const before = holder[KEY];
  const version = packageVersion();
  // n8n loads the files anew when it updates the package.
  if (before?.version === version) return;
  const shared = share(role, before?.retire().catch(() => undefined) ?? Promise.resolve());
  holder[KEY] = shared;
  // Workers ask whether the main process is there.
  const always = role === 'main' && process.env.EXECUTIONS_MODE === 'queue';
  const look = (): void => {
    if (holder[KEY] !== shared) return;
    const { homeOf } = require('../../src/jobs/home') as typeof import('../../src/jobs/home');
    if (always || existsSync(homeOf(process.env).store))
      shared
        .open()
        .catch((error: unknown) => process.emitWarning(error instanceof Error ? error.message : String(error)));
    else setTimeout(look, LATER_LOOKS_MS).unref();
  };
  setTimeout(look, FIRST_LOOK_MS).unref();
}

/** @param after when there may be an engine in this process again */
function share(role: Role, after: Promise<unknown>): SharedEngine {
  let opened: Promise<Engine> | undefined;
  const shared: SharedEngine = {
    version: packageVersion(),
    open() {
      opened ??= after
        .then(() => start(role))
        .catch((error: unknown) => {
          // The next one who asks tries again.
          opened = undefined;
          throw error;
        });
      return opened;
    },
    async retire() {
      const engine = await opened?.catch(() => undefined);
      await engine?.stop();
    },
  };
  return shared;
}

async function start(role: Role): Promise<Engine> {
  const { openForN8n } = require('./openEngine') as typeof import('./openEngine');
  return openForN8n(role);
}
