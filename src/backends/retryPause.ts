const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * How long to wait before asking again: any time up to a limit that doubles with each attempt ("full jitter"), so that many clients do not come back
 * together. Where the API asks for a time it is waited out first.
 * @param made attempts so far, from 1 @param after what the API asks for (ms), or null @param random from 0 to below 1
 */
export function retryPause(made: number, after: number | null, random: number): number {
  const jitter = Math.round(random * Math.min(LONGEST_MS, FIRST_MS * 2 ** (made - 1)));
  return (after ?? 0) + jitter;
}
