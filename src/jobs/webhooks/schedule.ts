import type { Delivery, DeliveryTry } from '../store/delivery';

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

/** Waits after each attempt that failed (ms): the schedule that the Standard Webhooks specification gives. After the last one it is given up. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/** A wait is longer by up to this share of itself, so that messages that failed together do not come back together. */
const JITTER = 0.1;
/** A receiver that asks for more is asked again after this (ms). */
const LONGEST_RETRY_AFTER = 24 * HOUR;

/** No wait is longer (ms): one that seems to be comes of a clock that was set back. */
export const LONGEST_WAIT = 24 * HOUR * (1 + JITTER);

/** The receiver wants no more of it. */
export const GONE = 410;

export interface Reply {
  /** null: none came. */
  status: number | null;
  why: string | null;
  /** Milliseconds that the receiver asks to wait. */
  retryAfter: number | null;
  /** Whether trying again is of no use: the address is refused. */
  final?: boolean;
}

/** Pure: what becomes of a delivery after an attempt. @param random 0 ≤ x < 1 */
export function afterAttempt(
  { tries }: Pick<Delivery, 'tries'>,
  { status, why, retryAfter, final = false }: Reply,
  { now, random }: { now: number; random: number },
): Pick<Delivery, 'status' | 'tries' | 'nextAt'> {
  const made: DeliveryTry[] = [...tries, { at: now, status, why }];
  if (status !== null && status >= 200 && status < 300) return { status: 'delivered', tries: made, nextAt: now };
  const wait = WAITS[tries.length];
  if (status === GONE || final || wait === undefined) return { status: 'failed', tries: made, nextAt: now };
  return {
    status: 'pending',
    tries: made,
    nextAt: now + Math.max(Math.round(wait * (1 + JITTER * random)), Math.min(retryAfter ?? 0, LONGEST_RETRY_AFTER)),
  };
}
