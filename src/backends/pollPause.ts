const [SHORTEST_MS, LONGEST_MS] = [500, 15_000];

/** How long to wait before the next look: a tenth of the time that the job has taken, a little more or less so that many do not ask together. */
export const pollPause = (taken: number, random: number): number =>
  Math.round(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, taken / 10)) * (0.75 + random / 2));
