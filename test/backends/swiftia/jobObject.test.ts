import { afterEvent, newSteps } from '../../../src/backends/swiftia/steps';
import type { SwiftiaEvent } from '../../../src/backends/swiftia/steps';
import { SWIFTIA_TASKS, swiftiaJobObject } from '../../../src/backends/swiftia/jobObject';
import { createJob } from '../../../src/pipeline/job/job';
import type { Job } from '../../../src/pipeline/job/job';

const queued = createJob(
  { kind: 'shorts', input: 'talk.mp4', options: {}, metadata: { order: 7 }, tasks: SWIFTIA_TASKS },
  1_000,
);
const told = { title: 'T', score: null, reason: 'Because', text: 'Words' };
const SHORTS = [
  { ...told, id: 'a', start: 0.2, end: 10.5 },
  { ...told, id: 2, start: 20, end: 30 },
];
const error = { kind: 'backend_error' as const, message: 'no' };
const COST = { total: 0.93, breakdown: { shortGen: 0.205 } };
const WAY: SwiftiaEvent[] = [
  { is: 'create intended' },
  { is: 'created', id: 'cm3', cost: COST },
  { is: 'seen', progress: 40, cost: null },
  { is: 'completed', shorts: SHORTS, cost: null },
  { is: 'render intended', n: 0 },
  { is: 'rendering', n: 0, renderId: 'r0' },
  { is: 'render intended', n: 1 },
  { is: 'rendering', n: 1, renderId: 'r1' },
  { is: 'render seen', n: 1, progress: 50 },
  { is: 'rendered', n: 0, url: 'https://x/0.mp4' },
  { is: 'render failed', n: 1, error },
  { is: 'over' },
];

/** The job object after each event, a second apart. */
function objects(events: SwiftiaEvent[], job: Job = queued): Job[] {
  let steps = newSteps();
  return events.map((event, n) => {
    steps = afterEvent(steps, event);
    job = swiftiaJobObject(job, steps, 2_000 + n * 1_000);
    return job;
  });
}

test('status, tasks and their progress on the way', () => {
  expect(
    objects(WAY).map(({ status, tasks }) =>
      [status, ...tasks.map((task) => `${task.kind} ${task.status} ${task.progress ?? '-'}`)].join('; '),
    ),
  ).toEqual([
    'processing; shorts processing 0; render waiting -',
    'processing; shorts processing 0; render waiting -',
    'processing; shorts processing 40; render waiting -',
    'processing; shorts succeeded 100; render processing 0',
    'processing; shorts succeeded 100; render processing 0',
    'processing; shorts succeeded 100; render processing 0',
    'processing; shorts succeeded 100; render processing 0',
    'processing; shorts succeeded 100; render processing 0',
    'processing; shorts succeeded 100; render processing 25',
    'processing; shorts succeeded 100; render processing 75',
    'processing; shorts succeeded 100; render processing 100',
    'succeeded; shorts succeeded 100; render succeeded 100',
  ]);
});

test('at the end the shorts say what has become of them, and the job what it cost', () => {
  const job = objects(WAY).at(-1);
  expect(job).toMatchObject({
    id: queued.id,
    metadata: { order: 7 },
    backend_job_id: 'cm3',
    cost: { currency: 'USD', charged: COST },
    started_at: 2_000,
    finished_at: 13_000,
    warnings: [{ kind: 'shorts_failed', message: expect.stringMatching(/^1 of 2/) as string }],
  });
  expect(job?.shorts).toEqual([
    {
      title: 'T',
      start: 0.2,
      end: 10.5,
      duration: 10.3,
      score: null,
      reason: 'Because',
      text: 'Words',
      output: 'https://x/0.mp4',
      status: 'succeeded',
      error: null,
    },
    {
      title: 'T',
      start: 20,
      end: 30,
      duration: 10,
      score: null,
      reason: 'Because',
      text: 'Words',
      output: null,
      status: 'failed',
      error,
    },
  ]);
});

test('an estimate that was made before stays', () => {
  const estimate = { total: 1, least: 1, breakdown: {}, withoutMinimum: 1 };
  expect(objects(WAY, { ...queued, cost: { currency: 'USD', estimate, charged: null } }).at(-1)?.cost).toEqual({
    currency: 'USD',
    estimate,
    charged: COST,
  });
});

test('as soon as it is known that it costs more than was to be spent, the job warns of it, however it ends', () => {
  const capped = (at_most: number) => ({
    ...queued,
    cost: { currency: 'USD' as const, estimate: null, charged: null, at_most },
  });
  const dearer = {
    kind: 'above_cap',
    message: expect.stringMatching(/costs \$0\.93, which is more than the \$0\.92/) as string,
  };
  expect(objects(WAY, capped(0.92)).map(({ warnings = [] }) => warnings.length)).toEqual([
    0,
    ...Array<number>(10).fill(1),
    2,
  ]);
  expect(objects(WAY, capped(0.92)).at(-1)).toMatchObject({
    cost: { at_most: 0.92, charged: COST },
    warnings: [dearer, { kind: 'shorts_failed' }],
  });
  expect(objects([...WAY.slice(0, 3), { is: 'failed', error }], capped(0.92)).at(-1)?.warnings).toEqual([dearer]);
  expect(objects(WAY, capped(0.93)).at(-2)?.warnings).toBeUndefined();
  // Where the first answer does not tell the cost, a later one does.
  const late = objects(
    [{ is: 'create intended' }, { is: 'created', id: 'cm3', cost: null }, { is: 'seen', progress: 40, cost: COST }],
    capped(0.92),
  );
  expect(late.map(({ warnings }) => warnings)).toEqual([undefined, undefined, [dearer]]);
});

test('a job that was refused, and one that finds nothing', () => {
  const refused = objects([{ is: 'create intended' }, { is: 'failed', error }]).at(-1);
  expect([refused?.status, refused?.error, refused?.tasks.map(({ status }) => status)]).toEqual([
    'failed',
    error,
    ['failed', 'cancelled'],
  ]);
  const empty = objects([...WAY.slice(0, 3), { is: 'completed', shorts: [], cost: null }, { is: 'over' }]).at(-1);
  expect([empty?.status, empty?.shorts, empty?.warnings?.[0]?.kind]).toEqual(['succeeded', [], 'no_shorts']);
});
