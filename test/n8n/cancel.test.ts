import { readdir } from 'node:fs/promises';
import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { eventually, processesNaming } from '../support/processes';

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine();
});
afterAll(() => engine.stop());

/** Minutes of work: slow on purpose, so that it cannot end before it is stopped. */
const SLOW = { kind: 'video', options: { format: 'webm', codec: 'vp9', quality: 'very_high', width: '3840' } };

/** ffmpeg itself, and not what ties it to this process or confines it. */
const isFfmpeg = (command: string): boolean => /^\S*ffmpeg /.test(command);

test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
  'stopping the execution ends ffmpeg and leaves nothing behind (%s)',
  async (onError) => {
    const source = await fixture('clip.mov');
    const execution = engine.run(
      workflowOf(
        [0, 1, 2].map((n) => fileItem(source, { n })),
        { ...SLOW, itemOptions: { concurrency: 2 } },
        { onError },
      ),
    );
    await eventually(async () => (await processesNaming(engine.workRoot)).filter(isFfmpeg).length === 2);
    execution.cancel();
    const run = await execution.ended;
    expect(await processesNaming(engine.workRoot)).toEqual([]);
    expect(await engine.leftovers()).toEqual([]);
    expect(run.status).toBe('canceled');
    expect(run.data.resultData.error?.message).toMatch(/canceled/);
  },
);

test('an item that fails ends the conversions of the others', async () => {
  const items = [fileItem(await fixture('clip.mov')), fileItem(await fixture('text.mp4'))];
  const run = await engine.run(workflowOf(items, { ...SLOW, itemOptions: { concurrency: 2 } })).ended;
  expect(await processesNaming(engine.workRoot)).toEqual([]);
  expect(await readdir(engine.workRoot)).toEqual([]);
  expect(run.status).toBe('error');
  expect(run.data.resultData.error).toMatchObject({
    message: expect.stringMatching(/text\.mp4 cannot be used/) as string,
    context: { itemIndex: 1 },
  });
});

test('after a stop the next execution runs as if nothing had been', async () => {
  const run = await engine.run(workflowOf([fileItem(await fixture('card-16x9.mp4'))], { kind: 'audio', options: {} }))
    .ended;
  expect(jobOf(engine.itemsOf(run, 'Create Job')[0]).status).toBe('succeeded');
});
