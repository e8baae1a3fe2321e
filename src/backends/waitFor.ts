import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so many milliseconds. @throws AbortError at the signal */
export const waitFor = (ms: number, signal: AbortSignal): Promise<unknown> => sleep(ms, undefined, { signal });
