/** Bounds of what a job may ask for beside its options, for every face: node, command line and HTTP. */

/** Priorities lie from minus this to this. */
export const MOST_PRIORITY = 100;

/** Longest time limit of a job (s): a week, as long as ended jobs are kept. */
export const LONGEST_TIME_LIMIT = 604_800;
