/** Where in a job's first attempt a process is ended or stopped, in their order. A job names one in its metadata: `{at, how}`. */
export const POINTS = [
  'claimed',
  'probe started',
  'probe ended',
  'import started',
  'import ended',
  'encode started',
  'encoding',
  'encode ended',
  'export started',
  'before publishing',
  'after publishing',
  'export ended',
  'before end',
  'after end',
] as const;
export type Point = (typeof POINTS)[number];
