import { existsSync } from 'node:fs';
import { packageVersion } from '../../src/version';
import { roleOf } from './role';
import { heldIn, holdIn, sharedIn } from './sharedEngine';
import type { EngineHolder } from './sharedEngine';

/** Waits before looks for a store (ms): until n8n has loaded its nodes, then for one that somebody else makes, such as the command line. */
const [FIRST_LOOK_MS, LATER_LOOKS_MS] = [1_000, 10_000];

/** The process that n8n loads the package into. */
export interface Around {
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
  holder?: EngineHolder;
  /** Makes what opens the engine. */
  shared: typeof sharedIn;
  exists: (path: string) => boolean;
  /** Does something after so many milliseconds, if the process still lives by then. */
  later: (work: () => void, ms: number) => void;
}

const here = (): Around => ({
  argv: process.argv,
  env: process.env,
  shared: sharedIn,
  exists: existsSync,
  later: (work, ms) => void setTimeout(work, ms).unref(),
});

/**
 * To be called where n8n loads the package, by one of its node files: takes up what jobs and waiting executions an earlier process has left, if there are
 * any. Does nothing in n8n's commands that come and go, such as an import.
 */
export function takeUpWork({ argv, env, holder, shared, exists, later }: Around = here()): void {
  const role = roleOf(argv);
  if (role !== 'main' && role !== 'worker' && role !== 'webhook') return;
  const before = heldIn(holder);
  // n8n loads the files anew when it updates the package.
  if (before?.version === packageVersion()) return;
  const own = shared(role, before?.retire().catch(() => undefined) ?? Promise.resolve());
  holdIn(own, holder);
  // Workers ask whether the main process is there.
  const always = role === 'main' && env.EXECUTIONS_MODE === 'queue';
  const look = (): void => {
    if (heldIn(holder) !== own) return;
    const { homeOf } = require('../../src/jobs/home') as typeof import('../../src/jobs/home');
    if (always || exists(homeOf(env).store))
      own.open().catch((error: unknown) => process.emitWarning(error instanceof Error ? error.message : String(error)));
    else later(look, LATER_LOOKS_MS);
  };
  later(look, FIRST_LOOK_MS);
}
