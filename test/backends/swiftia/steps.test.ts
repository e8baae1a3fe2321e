import { outcomeUnknown } from '../../../src/backends/swiftia/outcomeUnknown';
import type { ToldShort } from '../../../src/backends/swiftia/shorts';
import { afterEvent, newSteps, nextStep } from '../../../src/backends/swiftia/steps';
import type { SwiftiaEvent, SwiftiaSteps } from '../../../src/backends/swiftia/steps';
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
