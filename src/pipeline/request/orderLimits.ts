/** Bounds of what a job may ask for beside its options, for every face: node, command line and HTTP. */

/** Priorities lie from minus this to this. */
export const MOST_PRIORITY = 100;

/** Bytes of a job's metadata, as JSON. They are in each answer, event and webhook of the job. */
export const MOST_METADATA = 64_000;

/** Longest time limit of a job (s): a week, as long as ended jobs are kept. */
export const LONGEST_TIME_LIMIT = 604_800;

/**
 * A time limit in seconds as whole milliseconds, rounded up: never shorter than was asked for. What floating point adds behind the 12th digit is no part of it
 * (2.01 × 1000 is 2009.9999999999998).
 */
export const timeLimitMs = (seconds: number): number => Math.ceil(Number((seconds * 1000).toPrecision(12)));
