import { outcomeUnknown } from '../../../src/backends/swiftia/outcomeUnknown';
import type { ToldShort } from '../../../src/backends/swiftia/shorts';
import { afterEvent, newSteps, nextStep } from '../../../src/backends/swiftia/steps';
import type { ShortSteps, SwiftiaEvent, SwiftiaSteps } from '../../../src/backends/swiftia/steps';
import { seeded } from '../../support/seeded.mts';

const short = (id: string | number | null): ToldShort => ({
  id,
  title: 'T',
  start: 0,
  end: 1,
  score: null,
  reason: null,
  text: null,
});
const error = { kind: 'backend_error' as const, message: 'no' };
const takenUp: SwiftiaEvent = { is: 'taken up', unknown: (what) => outcomeUnknown(what, 'gone').toJSON() };
const after = (...events: SwiftiaEvent[]): SwiftiaSteps => events.reduce(afterEvent, newSteps());

const CREATED: SwiftiaEvent[] = [{ is: 'create intended' }, { is: 'created', id: 'job', cost: null }];
const READY: SwiftiaEvent[] = [...CREATED, { is: 'completed', shorts: [short('a'), short(2)], cost: null }];

test('the way of a job whose shorts are all rendered', () => {
  expect(nextStep(after())).toEqual({ do: 'create' });
  expect(nextStep(after({ is: 'create intended' }))).toEqual({ do: 'nothing' });
  expect(nextStep(after(...CREATED, { is: 'seen', progress: 40, cost: null }))).toEqual({ do: 'look', id: 'job' });
  expect(nextStep(after(...READY))).toEqual({ do: 'render', n: 0, job: 'job', target: 'a' });
  const first: SwiftiaEvent[] = [...READY, { is: 'render intended', n: 0 }, { is: 'rendering', n: 0, renderId: 'r0' }];
  expect(nextStep(after(...first))).toEqual({ do: 'render', n: 1, job: 'job', target: 2 });
  const both: SwiftiaEvent[] = [...first, { is: 'render intended', n: 1 }, { is: 'rendering', n: 1, renderId: 'r1' }];
  expect(nextStep(after(...both))).toEqual({
    do: 'look at renders',
    of: [
      { n: 0, id: 'r0' },
      { n: 1, id: 'r1' },
    ],
  });
  const one: SwiftiaEvent[] = [...both, { is: 'render seen', n: 1, progress: 50 }, { is: 'rendered', n: 0, url: 'u0' }];
  expect(nextStep(after(...one))).toEqual({ do: 'look at renders', of: [{ n: 1, id: 'r1' }] });
  const end: SwiftiaEvent[] = [...one, { is: 'render failed', n: 1, error }];
  expect(nextStep(after(...end))).toEqual({ do: 'end' });
  expect(after(...end, { is: 'over' })).toMatchObject({ at: 'ended', error: null });
});

test('a job none of whose shorts could be rendered ends with what was wrong with the first; one without shorts ends well', () => {
  const failed = after(
    ...READY,
    { is: 'render intended', n: 0 },
    { is: 'render failed', n: 0, error },
    { is: 'render intended', n: 1 },
    { is: 'render failed', n: 1, error: { ...error, message: 'other' } },
    { is: 'over' },
  );
  expect(failed).toMatchObject({ at: 'ended', error });
  expect(after(...CREATED, { is: 'completed', shorts: [], cost: null }, { is: 'over' })).toMatchObject({
    at: 'ended',
    error: null,
  });
  expect(
    after(...CREATED, { is: 'completed', shorts: [short(null)], cost: null }, { is: 'over' }).error?.message,
  ).toMatch(/no id/);
});

test('whoever takes up a job whose answer nobody has sends nothing again', () => {
  const creating = after({ is: 'create intended' }, takenUp);
  expect(creating).toMatchObject({ at: 'ended', error: { kind: 'outcome_unknown' } });
  expect(nextStep(creating)).toEqual({ do: 'nothing' });
  const rendering = after(...READY, { is: 'render intended', n: 0 }, takenUp);
  expect(rendering.shorts.map(({ at, error: why }) => [at, why?.kind])).toEqual([
    ['failed', 'outcome_unknown'],
    ['waiting', undefined],
  ]);
  expect(nextStep(rendering)).toMatchObject({ do: 'render', n: 1 });
  for (const events of [[], CREATED, READY]) expect(after(...events, takenUp)).toEqual(after(...events));
});

test('progress never goes back', () => {
  expect(
    after(...CREATED, { is: 'seen', progress: 40, cost: null }, { is: 'seen', progress: 30, cost: null }).progress,
  ).toBe(40);
});

const NEW_JOB: SwiftiaSteps = { at: 'new', jobId: null, cost: null, progress: 0, shorts: [], error: null };

test('a job begins with nothing known of it', () => {
  expect(newSteps()).toEqual(NEW_JOB);
});

/** Where a job or a short is after an event, by where it was; what is not listed cannot happen. */
type Ways<At extends string> = Partial<Record<At, At>>;

const JOBS: Record<SwiftiaSteps['at'], SwiftiaSteps> = {
  new: after(),
  creating: after({ is: 'create intended' }),
  created: after(...CREATED),
  ready: after(...CREATED, { is: 'completed', shorts: [], cost: null }),
  ended: after({ is: 'failed', error }),
};

test.each<[SwiftiaEvent, Ways<SwiftiaSteps['at']>]>([
  [{ is: 'create intended' }, { new: 'creating' }],
  [{ is: 'create not taken' }, { creating: 'new' }],
  [{ is: 'created', id: 'job', cost: null }, { creating: 'created' }],
  [{ is: 'seen', progress: 5, cost: null }, { created: 'created' }],
  [{ is: 'strange', at: 5 }, { created: 'created' }],
  [{ is: 'completed', shorts: [], cost: null }, { created: 'ready' }],
  [
    { is: 'failed', error },
    { new: 'ended', creating: 'ended', created: 'ended' },
  ],
  [{ is: 'over' }, { ready: 'ended' }],
  [{ is: 'render intended', n: 0 }, { ready: 'ready' }],
])('%j happens to no job but one that is where it can', (event, ways) => {
  for (const [at, steps] of Object.entries(JOBS) as [SwiftiaSteps['at'], SwiftiaSteps][]) {
    const to = ways[at];
    if (to === undefined)
      expect(() => afterEvent(steps, event)).toThrow(`"${event.is}" cannot happen to a job that is ${at}`);
    else expect(afterEvent(steps, event).at).toBe(to);
  }
});

const INTENDED: SwiftiaEvent = { is: 'render intended', n: 0 };
const RENDERING: SwiftiaEvent = { is: 'rendering', n: 0, renderId: 'r0' };
const RENDERED: SwiftiaEvent = { is: 'rendered', n: 0, url: 'u0' };
const SHORTS: Record<ShortSteps['at'], SwiftiaSteps> = {
  waiting: after(...READY),
  intended: after(...READY, INTENDED),
  rendering: after(...READY, INTENDED, RENDERING),
  done: after(...READY, INTENDED, RENDERING, RENDERED),
  failed: after(...READY, INTENDED, { is: 'render failed', n: 0, error }),
};

test.each<[SwiftiaEvent, Ways<ShortSteps['at']>]>([
  [INTENDED, { waiting: 'intended' }],
  [{ is: 'render not taken', n: 0 }, { intended: 'waiting' }],
  [RENDERING, { intended: 'rendering' }],
  [{ is: 'render seen', n: 0, progress: 5 }, { rendering: 'rendering' }],
  [{ is: 'render strange', n: 0, at: 5 }, { rendering: 'rendering' }],
  [RENDERED, { rendering: 'done' }],
  [
    { is: 'render failed', n: 0, error },
    { intended: 'failed', rendering: 'failed' },
  ],
])('%j happens to no short but one that is where it can, and to no other short', (event, ways) => {
  for (const [at, steps] of Object.entries(SHORTS) as [ShortSteps['at'], SwiftiaSteps][]) {
    const to = ways[at];
    if (to === undefined)
      expect(() => afterEvent(steps, event)).toThrow(`"${event.is}" cannot happen to a short that is ${at}`);
    else expect(afterEvent(steps, event).shorts.map((each) => each.at)).toEqual([to, 'waiting']);
  }
});

test('what a short becomes is kept with it', () => {
  expect(SHORTS.rendering.shorts[0]).toMatchObject({ renderId: 'r0', progress: 0, url: null, error: null });
  const seen = (...progress: number[]) =>
    progress.reduce((steps, each) => afterEvent(steps, { is: 'render seen', n: 0, progress: each }), SHORTS.rendering);
  expect(seen(50, 30).shorts[0]?.progress).toBe(50);
  expect(seen(50, 70).shorts[0]?.progress).toBe(70);
  expect(SHORTS.done.shorts[0]).toMatchObject({ id: 'a', renderId: 'r0', progress: 100, url: 'u0', error: null });
  expect(SHORTS.failed.shorts[0]).toMatchObject({ url: null, error });
});

test('what is strange is so since it was first seen, until it is as it should be', () => {
  const strange = [5, 9].reduce((steps, at) => afterEvent(steps, { is: 'strange', at }), JOBS.created);
  expect(strange.strangeSince).toBe(5);
  expect(afterEvent(strange, { is: 'seen', progress: 5, cost: null }).strangeSince).toBeNull();
  const render = [5, 9].reduce((steps, at) => afterEvent(steps, { is: 'render strange', n: 0, at }), SHORTS.rendering);
  expect(render.shorts.map(({ strangeSince }) => strangeSince ?? null)).toEqual([5, null]);
  const seen = afterEvent(render, { is: 'render seen', n: 0, progress: 5 });
  expect(seen.shorts[0]?.strangeSince).toBeNull();
});

test('what a job costs is what was said last of it', () => {
  const cost = (dollars: number) => ({ total: dollars, breakdown: {} });
  const seen: SwiftiaEvent[] = [...CREATED, { is: 'seen', progress: 1, cost: cost(1) }];
  expect(after(...seen, { is: 'seen', progress: 2, cost: null }).cost).toEqual(cost(1));
  expect(after(...seen, { is: 'seen', progress: 2, cost: cost(2) }).cost).toEqual(cost(2));
  const completed = (last: SwiftiaSteps['cost']) => after(...seen, { is: 'completed', shorts: [], cost: last });
  expect(completed(null)).toMatchObject({ cost: cost(1), progress: 100 });
  expect(completed(cost(3)).cost).toEqual(cost(3));
});

test('nothing is done to a short whose answer is awaited, nor to a job that has ended or has no id', () => {
  expect(nextStep(SHORTS.intended)).toEqual({ do: 'nothing' });
  expect(nextStep(after(...CREATED, { is: 'failed', error }))).toEqual({ do: 'nothing' });
  for (const steps of [JOBS.created, SHORTS.waiting])
    expect(nextStep({ ...steps, jobId: null })).toEqual({ do: 'nothing' });
});

test('a job is over when its shorts are, and went well when one of them did', () => {
  for (const at of ['waiting', 'intended', 'rendering'] as const)
    expect(() => afterEvent(SHORTS[at], { is: 'over' })).toThrow('A job is not over while its shorts are not');
  const secondAlone: SwiftiaEvent[] = [
    INTENDED,
    { is: 'render failed', n: 0, error },
    { is: 'render intended', n: 1 },
    { is: 'rendering', n: 1, renderId: 'r1' },
    { is: 'rendered', n: 1, url: 'u1' },
  ];
  expect(after(...READY, ...secondAlone, { is: 'over' })).toMatchObject({ at: 'ended', error: null });
});

test('what is not known of a job that is taken up is said: its creation, or the rendering of a short', () => {
  const asked: string[] = [];
  const event: SwiftiaEvent = { is: 'taken up', unknown: (what) => (asked.push(what), error) };
  expect(afterEvent(JOBS.creating, event)).toMatchObject({ at: 'ended', error });
  expect(afterEvent(SHORTS.intended, event).shorts).toMatchObject([{ at: 'failed', error }, { at: 'waiting' }]);
  expect(asked).toEqual(['create', 'render']);
});

test('whatever happens in whatever order, a job is created once at most, and each short rendered once at most', () => {
  const random = seeded(7);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const any = (): SwiftiaEvent => {
    const n = Math.floor(random() * 2);
    return pick<SwiftiaEvent>([
      { is: 'create intended' },
      { is: 'create not taken' },
      { is: 'created', id: 'job', cost: null },
      { is: 'seen', progress: 5, cost: null },
      { is: 'completed', shorts: [short('a'), short(2)], cost: null },
      { is: 'failed', error },
      { is: 'render intended', n },
      { is: 'render not taken', n },
      { is: 'rendering', n, renderId: `r${n}` },
      { is: 'render seen', n, progress: 5 },
      { is: 'rendered', n, url: 'u' },
      { is: 'render failed', n, error },
      { is: 'over' },
      takenUp,
    ]);
  };
  let ended = 0;
  for (let run = 0; run < 300; run += 1) {
    let steps = newSteps();
    // What may have been sent, less what certainly was not taken.
    const sent = { create: 0, render: [0, 0] };
    for (let n = 0; n < 120 && steps.at !== 'ended'; n += 1) {
      const event = any();
      let next: SwiftiaSteps;
      try {
        next = afterEvent(steps, event);
      } catch {
        continue;
      }
      if (event.is === 'create intended') sent.create += 1;
      if (event.is === 'create not taken') sent.create -= 1;
      if (event.is === 'render intended') sent.render[event.n] = (sent.render[event.n] ?? 0) + 1;
      if (event.is === 'render not taken') sent.render[event.n] = (sent.render[event.n] ?? 0) - 1;
      steps = next;
      expect([sent.create, ...sent.render].every((count) => count === 0 || count === 1)).toBe(true);
    }
    if (steps.at === 'ended') ended += 1;
  }
  expect(ended).toBeGreaterThan(50);
});
