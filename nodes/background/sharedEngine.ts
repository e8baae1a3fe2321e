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

/** Where the process keeps it. */
export interface EngineHolder {
  [KEY]?: SharedEngine;
}
const ofProcess: EngineHolder = globalThis as typeof globalThis & EngineHolder;

export const heldIn = (holder: EngineHolder = ofProcess): SharedEngine | undefined => holder[KEY];
export const holdIn = (shared: SharedEngine, holder: EngineHolder = ofProcess): void => {
  holder[KEY] = shared;
};

/** The engine of this process, opened and started when it is first asked for. @throws store_unusable, disk_full */
export function sharedEngine(): Promise<Engine> {
  const held = heldIn() ?? sharedIn(roleOf(process.argv), Promise.resolve());
  holdIn(held);
  return held.open();
}

/** @param after when there may be an engine in this process again */
export function sharedIn(role: Role, after: Promise<unknown>): SharedEngine {
  let opened: Promise<Engine> | undefined;
  return {
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
}

async function start(role: Role): Promise<Engine> {
  const { openForN8n } = require('./openEngine') as typeof import('./openEngine');
  return openForN8n(role);
}
