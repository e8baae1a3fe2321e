import type { IDataObject } from 'n8n-workflow';
import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, thenAlso, WAIT_FOR_JOB, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';

const credentials: Record<string, IDataObject> = {};
let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine('filesystem', {}, credentials);
});
afterAll(() => engine.stop());
afterEach(async () => expect(await engine.leftovers()).toEqual([]));

const FACTS = { object: 'file', kind: 'video', format: 'mp4', width: 640, height: 360, still: false };

test('what a file is made of stands in the item as JSON, and there is no file', async () => {
  const workflow = workflowOf([fileItem(await fixture('card-16x9.mp4'), { n: 1 })], {
    kind: 'probe',
    output: 'simplified',
  });
  const [item, ...more] = engine.itemsOf(await engine.run(workflow).ended, 'Create Job');
  expect(more).toEqual([]);
  expect(item?.json).toMatchObject({
    n: 1,
    media: { ...FACTS, codecs: { video: 'h264', audio: 'aac' } },
    job: { kind: 'probe', status: 'succeeded', output: null, format: 'mp4', width: 640, height: 360 },
  });
  expect(item?.binary).toBeUndefined();
  expect(item?.pairedItem).toEqual({ item: 0 });
});

test('Wait for Job hands it on in the same way', async () => {
  const run = await engine.run(
    thenAlso(workflowOf([fileItem(await fixture('card-16x9.mp4'))], { kind: 'probe', waitForCompletion: false }), {
      name: 'Wait for Job',
      type: WAIT_FOR_JOB,
    }),
  ).ended;
  expect(engine.itemsOf(run, 'Create Job')[0]?.json['media']).toBeUndefined();
  const [item, ...more] = engine.itemsOf(run, 'Wait for Job');
  expect([more, item?.binary]).toEqual([[], undefined]);
  expect(item?.json['media']).toMatchObject(FACTS);
  expect(jobOf(item)).toMatchObject({ status: 'succeeded', output: null });
});

test('an API that has no such jobs is not asked', async () => {
  // Nobody listens there.
  credentials['ittybitApi'] = { apiKey: 'key', baseUrl: 'http://127.0.0.1:9' };
  const run = await engine.run(
    workflowOf(
      [{ json: {} }],
      { kind: 'probe', backend: 'ittybit', inputSource: 'url', url: 'https://example.com/a.mp4' },
      { credentials: { ittybitApi: { id: 'ittybitApi', name: 'ittybitApi' } } },
    ),
  ).ended;
  expect(run.data.resultData.error?.message).toContain('"Operation" is probe, which Ittybit does not make.');
});
