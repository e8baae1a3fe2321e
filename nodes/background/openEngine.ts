import type { Engine } from '../../src/jobs/engine';
import { openEngine } from '../../src/jobs/openEngine';
import { poker } from '../../src/jobs/poke';
import { Readiness } from '../../src/jobs/readiness';
import { ownOrigin, readinessPage, resumeAddresses } from '../../src/jobs/resumeAddresses';
import { Watcher } from '../../src/jobs/watcher';
import type { Role } from './role';

/**
 * Opens and starts an engine as a process of n8n needs it. A command that ends with its workflow runs no jobs, nor does one that is there to answer
 * webhooks. Executions are woken by the main process, which has them.
 */
export async function openForN8n(role: Role, env: NodeJS.ProcessEnv = process.env): Promise<Engine> {
  const engine = await openEngine({ env, role, runs: role === 'main' || role === 'worker' || role === 'other' });
  if (role === 'main' || role === 'other') {
    const calls = poker(ownOrigin(env));
    const watcher = new Watcher({
      watches: engine.watches,
      poker: calls,
      addresses: (url) => resumeAddresses(url, env),
      now: Date.now,
    });
    const leaving = new AbortController();
    const readiness = new Readiness({
      status: () => calls.status(readinessPage(env), leaving.signal),
      now: () => performance.now(),
    });
    const look = async (): Promise<void> => {
      // What is not n8n's own program has no such page.
      if (role === 'other' || readiness.look()) await watcher.look();
    };
    engine.addPeriodicTask(look, () => {
      leaving.abort();
      return watcher.stop();
    });
  }
  await engine.start();
  // n8n ends by itself at these signals, sooner or later: what runs goes back into the queue.
  if (role === 'main' || role === 'worker')
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void engine.stop());
  const abandon = (): void => engine.abandon();
  process.once('exit', abandon);
  // n8n loads the package anew when it updates it: then another engine takes this one's place in the same process.
  engine.addPeriodicTask(
    () => undefined,
    () => Promise.resolve(void process.off('exit', abandon)),
  );
  return engine;
}
