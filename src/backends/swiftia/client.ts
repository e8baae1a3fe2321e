import type { ApiPatience } from '../apiRequest';
import type { BackendJob } from '../backendJob';
import type { PaidOutcome } from '../paidPost';
import type { SwiftiaAccess } from './access';
import { createSwiftiaJob } from './createJob';
import type { MadeJob } from './createJob';
import type { CreateOrder } from './createOrder';
import { createRender } from './createRender';
import { getBrandings } from './getBrandings';
import type { BrandPreset } from './getBrandings';
import { getSwiftiaJob } from './getJob';
import { getRender } from './getRender';
import type { ToldRender } from './getRender';
import { rateLimitOf } from './rateLimit';
import type { RateLimit } from './rateLimit';
import type { RenderOrder } from './renderOrder';
import { waitFor } from '../waitFor';

/** Swiftia, asked no more often than the plan allows. */
export interface SwiftiaClient {
  readonly access: SwiftiaAccess;
  /** To be waited for before what costs money. @throws cancelled */
  turn(signal: AbortSignal): Promise<void>;
  /** These two cost money: they are sent once, and nothing stops them on their way. */
  create(order: CreateOrder): Promise<PaidOutcome<MadeJob>>;
  render(what: { job: string; target: string | number; order: RenderOrder }): Promise<PaidOutcome<string>>;
  get(id: string, signal: AbortSignal): Promise<BackendJob | null>;
  getRender(id: string, signal: AbortSignal): Promise<ToldRender | null>;
  brandings(signal: AbortSignal): Promise<BrandPreset[]>;
}

export type ClientUse = Partial<Pick<ApiPatience, 'pause' | 'random' | 'now'>> & {
  /** Milliseconds for one of its calls, attempts included (60 s). */
  within?: number;
  /** The same for those that cost money, whose answer nobody gets who does not wait for it (60 s). */
  paidWithin?: number;
  limit?: RateLimit;
};

const WITHIN_MS = 60_000;

export function swiftiaClient(
  access: SwiftiaAccess,
  { within = WITHIN_MS, paidWithin = WITHIN_MS, limit = rateLimitOf(access), pause = waitFor, ...use }: ClientUse = {},
): SwiftiaClient {
  const patience = async (signal: AbortSignal): Promise<ApiPatience> => {
    await limit.turn(signal);
    const next = async (ms: number, until: AbortSignal) => {
      await pause(ms, until);
      await limit.turn(until);
    };
    return { ...use, within, signal, pause: next, hold: (ms) => limit.hold(ms) };
  };
  const paid = async <T>(sent: Promise<PaidOutcome<T>>): Promise<PaidOutcome<T>> => {
    const outcome = await sent;
    if (outcome.is === 'not taken' && outcome.after !== null) await limit.hold(outcome.after);
    return outcome;
  };
  return {
    access,
    turn: (signal) => limit.turn(signal),
    create: (order) => paid(createSwiftiaJob(access, order, paidWithin)),
    get: async (id, signal) => getSwiftiaJob(access, id, await patience(signal)),
    render: (what) => paid(createRender(access, what, paidWithin)),
    getRender: async (id, signal) => getRender(access, id, await patience(signal)),
    brandings: async (signal) => getBrandings(access, await patience(signal)),
  };
}
