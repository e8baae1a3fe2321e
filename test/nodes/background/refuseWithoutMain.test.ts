import { refuseWithoutMain } from '../../../nodes/background/refuseWithoutMain';
import type { Engine } from '../../../src/jobs/engine';
import { testHome } from '../../support/engine';

const { open } = testHome();
const argv = (command: string): string[] => ['node', '/app/bin/n8n', command];
const QUEUE = { EXECUTIONS_MODE: 'queue' };

/** An engine in this process, beside one of n8n's that was seen so many milliseconds ago. */
async function beside(role: string, ago: number): Promise<Engine> {
  const now = Date.now();
  const [engine, other] = [await open(), await open({ role, now: () => now - ago, rhythm: { beat: 600_000 } })];
  await other.start();
  return engine;
}

const refused = async (engine: Engine, command: string, env: NodeJS.ProcessEnv = {}): Promise<string | null> => {
  try {
    await refuseWithoutMain(engine, { argv: argv(command), env });
    return null;
  } catch (error) {
    return `${(error as Error).message} ${(error as { next: string }).next}`;
  }
};

test('a worker of queue mode may when its main process is in the same store', async () => {
  expect(await refused(await beside('main', 59_000), 'worker', QUEUE)).toBeNull();
});

test.each([
  ['nobody is', 'none', 0],
  ['another worker is', 'worker', 0],
  ['the main process was long ago', 'main', 61_000],
])('a worker of queue mode may not when %s there, and is told what to set', async (_, role, ago) => {
  const engine = role === 'none' ? await open() : await beside(role, ago);
  const words = await refused(engine, 'worker', QUEUE);
  expect(words).toMatch(
    /^Jobs in the background are not possible here: n8n runs in queue mode, and its main process does not share the folder /,
  );
  expect(words).toContain(engine.home.folder);
  expect(words).toMatch(/MEDIA_JOBS_HOME.*"Wait for Completion" on: then the job runs within the execution\.$/);
});

test('"n8n execute" may only beside an n8n that runs', async () => {
  const alone = await open();
  expect(await refused(alone, 'execute')).toMatch(/"n8n execute" ends with the workflow.*Start n8n/);
  expect(await refused(await beside('main', 0), 'execute')).toBeNull();
});

test.each([
  ['start', {}],
  ['start', QUEUE],
  ['webhook', QUEUE],
  ['worker', {}],
])('n8n %s (%j) may', async (command, env) => {
  expect(await refused(await open(), command, env)).toBeNull();
});
