import type { VendorCost } from './createJob';
import type { ToldShort } from './shorts';
import type { JobErrorBody } from '../../pipeline/job/status';

/**
 * How far a job of both stages is: what is written down before and after each request, so that whoever goes on with it knows what was sent.
 * `creating` and a short's `intended` are written before a request that costs money, and left when its answer is known.
 */
export interface SwiftiaSteps {
  at: 'new' | 'creating' | 'created' | 'ready' | 'ended';
  /** Swiftia's own id of the job. */
  jobId: string | null;
  cost: VendorCost | null;
  /** Of the first stage, 0–100. */
  progress: number;
  /** Since when it is told as nothing that is known (Unix milliseconds). Unset: it is not. */
  strangeSince?: number | null;
  shorts: ShortSteps[];
  /** Why it ended without shorts. */
  error: JobErrorBody | null;
}

/** One short of the second stage. */
export interface ShortSteps extends ToldShort {
  at: 'waiting' | 'intended' | 'rendering' | 'done' | 'failed';
  renderId: string | null;
  /** 0–100. */
  progress: number;
  strangeSince?: number | null;
  url: string | null;
  error: JobErrorBody | null;
}

/** What happens to a job; `n` is a short's place. */
export type SwiftiaEvent =
  | { is: 'create intended' | 'create not taken' }
  | { is: 'created'; id: string; cost: VendorCost | null }
  | { is: 'seen'; progress: number; cost: VendorCost | null }
  | { is: 'strange'; at: number }
  | { is: 'completed'; shorts: ToldShort[]; cost: VendorCost | null }
  | { is: 'failed'; error: JobErrorBody }
  | { is: 'render intended' | 'render not taken'; n: number }
  | { is: 'rendering'; n: number; renderId: string }
  | { is: 'render seen'; n: number; progress: number }
  | { is: 'render strange'; n: number; at: number }
  | { is: 'rendered'; n: number; url: string }
  | { is: 'render failed'; n: number; error: JobErrorBody }
  | { is: 'over' }
  | { is: 'taken up'; unknown: (what: 'create' | 'render') => JobErrorBody };

export const newSteps = (): SwiftiaSteps => ({
  at: 'new',
  jobId: null,
  cost: null,
  progress: 0,
  shorts: [],
  error: null,
});

/** What is to be done next. */
export type NextStep =
  | { do: 'create' }
  | { do: 'look'; id: string }
  | { do: 'render'; n: number; job: string; target: string | number }
  | { do: 'look at renders'; of: { n: number; id: string }[] }
  | { do: 'end' }
  | { do: 'nothing' };

/** Pure. All renders are asked for before any of them is looked at. A request whose answer is not known yet leaves nothing to do. */
export function nextStep({ at, jobId, shorts }: SwiftiaSteps): NextStep {
  if (at === 'new') return { do: 'create' };
  if (at === 'created' && jobId !== null) return { do: 'look', id: jobId };
  if (at !== 'ready' || jobId === null || shorts.some((short) => short.at === 'intended')) return { do: 'nothing' };
  const n = shorts.findIndex((short) => short.at === 'waiting');
  const target = shorts[n]?.id ?? null;
  if (target !== null) return { do: 'render', n, job: jobId, target };
  const of = shorts.flatMap((short, place) =>
    short.at === 'rendering' && short.renderId !== null ? [{ n: place, id: short.renderId }] : [],
  );
  return of.length > 0 ? { do: 'look at renders', of } : { do: 'end' };
}

/** The steps after an event. Pure. @throws Error where the event cannot happen then, so that nothing is ever asked for twice */
export function afterEvent(steps: SwiftiaSteps, event: SwiftiaEvent): SwiftiaSteps {
  const { at } = steps;
  const only = (...allowed: SwiftiaSteps['at'][]): void => {
    if (!allowed.includes(at)) throw new Error(`"${event.is}" cannot happen to a job that is ${at}`);
  };
  switch (event.is) {
    case 'create intended':
      only('new');
      return { ...steps, at: 'creating' };
    case 'create not taken':
      only('creating');
      return { ...steps, at: 'new' };
    case 'created':
      only('creating');
      return { ...steps, at: 'created', jobId: event.id, cost: event.cost };
    case 'seen':
      only('created');
      return {
        ...steps,
        progress: Math.max(steps.progress, event.progress),
        cost: event.cost ?? steps.cost,
        strangeSince: null,
      };
    case 'strange':
      only('created');
      return { ...steps, strangeSince: steps.strangeSince ?? event.at };
    case 'completed':
      only('created');
      return {
        ...steps,
        at: 'ready',
        progress: 100,
        cost: event.cost ?? steps.cost,
        shorts: event.shorts.map(newShort),
      };
    case 'failed':
      only('new', 'creating', 'created');
      return { ...steps, at: 'ended', error: event.error };
    case 'over':
      only('ready');
      if (nextStep(steps).do !== 'end') throw new Error('A job is not over while its shorts are not');
      return {
        ...steps,
        at: 'ended',
        error: steps.shorts.some((short) => short.at === 'done') ? null : (steps.shorts[0]?.error ?? null),
      };
    case 'taken up': {
      // Whoever was at it would have written down an answer: it is gone.
      if (at === 'creating') return { ...steps, at: 'ended', error: event.unknown('create') };
      return {
        ...steps,
        shorts: steps.shorts.map((short) =>
          short.at === 'intended' ? { ...short, at: 'failed', error: event.unknown('render') } : short,
        ),
      };
    }
    default:
      only('ready');
      return {
        ...steps,
        shorts: steps.shorts.map((short, place) => (place === event.n ? shortAfter(short, event) : short)),
      };
  }
}

const newShort = (told: ToldShort): ShortSteps => ({
  ...told,
  renderId: null,
  progress: 0,
  url: null,
  ...(told.id === null
    ? {
        at: 'failed' as const,
        error: {
          kind: 'backend_error' as const,
          message: 'Swiftia gives the short no id by which it could be rendered.',
        },
      }
    : { at: 'waiting' as const, error: null }),
});

type ShortEvent = Extract<SwiftiaEvent, { n: number }>;

function shortAfter(short: ShortSteps, event: ShortEvent): ShortSteps {
  const only = (...allowed: ShortSteps['at'][]): void => {
    if (!allowed.includes(short.at)) throw new Error(`"${event.is}" cannot happen to a short that is ${short.at}`);
  };
  switch (event.is) {
    case 'render intended':
      only('waiting');
      return { ...short, at: 'intended' };
    case 'render not taken':
      only('intended');
      return { ...short, at: 'waiting' };
    case 'rendering':
      only('intended');
      return { ...short, at: 'rendering', renderId: event.renderId };
    case 'render seen':
      only('rendering');
      return { ...short, progress: Math.max(short.progress, event.progress), strangeSince: null };
    case 'render strange':
      only('rendering');
      return { ...short, strangeSince: short.strangeSince ?? event.at };
    case 'rendered':
      only('rendering');
      return { ...short, at: 'done', progress: 100, url: event.url };
    case 'render failed':
      only('intended', 'rendering');
      return { ...short, at: 'failed', error: event.error };
  }
}
