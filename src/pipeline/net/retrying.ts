import { STATUS_CODES } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { throwIfCancelled } from '../errors/cancelled';
import { networkProblem } from './networkProblem';
import { MediaJobError, mediaError } from '../errors/mediaError';

/** Milliseconds to wait before each new attempt; there are no more attempts than these. */
const PAUSES = [500, 1000, 2000];

/** Waits some milliseconds. Rejects when the signal comes. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<unknown>;

const waitFor: Pause = (ms, signal) => setTimeout(ms, undefined, { signal });

export interface RetryUse {
  /** What an error calls the input. */
  shown: string;
  signal: AbortSignal;
  pause?: Pause | undefined;
  /** How far it has come, for the error: ` after 5 of 10 bytes`. */
  soFar?: () => string;
}

/** An answer that is not what was asked for. */
export class Refusal extends Error {
  constructor(
    readonly why: string,
    readonly retry: boolean,
  ) {
    super(why);
  }
}

/** What a status of HTTP means for whoever wants the file. */
export function refusalOf(status: number): Refusal {
  const answer = `its server answers ${status} ${STATUS_CODES[status] ?? ''}`.trim();
  const hint = status === 401 || status === 403 ? '; it may want a login, or a signed link may have run out' : '';
  return new Refusal(`${answer}${hint}`, canPass(status));
}

/** Whether a server that answers so may answer otherwise a little later. */
export const canPass = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/** Tries a transfer again a few times while that can help. @throws download_failed, cancelled; errors of the table that the attempt throws, at once */
export async function retrying<T>(
  attempt: () => Promise<T>,
  { shown, signal, pause = waitFor, soFar = () => '' }: RetryUse,
): Promise<T> {
  for (let made = 0; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      throwIfCancelled(signal);
      if (error instanceof MediaJobError) throw error;
      const wait = PAUSES[made];
      const { why, retry } = error instanceof Refusal ? error : networkProblem(error);
      if (!retry || wait === undefined)
        throw mediaError('download_failed', { input: shown, why: `${why}${soFar()}` }, error);
      await pause(wait, signal).catch(() => {
        throwIfCancelled(signal);
      });
    }
  }
}

/** ` after 1,000 of 3,000 bytes`; nothing before the first byte. */
export function soFar(received: number, total: number | null): string {
  if (received === 0) return '';
  return ` after ${received.toLocaleString('en-US')}${total === null ? '' : ` of ${total.toLocaleString('en-US')}`} bytes`;
}
