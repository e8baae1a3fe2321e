// The ways of a 1 GB file through the node, and by how much Node may grow with each.
import type { EngineOptions } from '../../scripts/n8n-engine.mts';

export interface Case {
  what: string;
  binaryMode: NonNullable<EngineOptions['binaryMode']>;
  options: Record<string, string>;
  /** Megabytes. */
  most: number;
}

/** Megabytes that the process may grow by. */
const LIMIT = 64;
/** V8 lets 64 MB of buffers lie before it clears them away, however large the file is: a stream through JavaScript reaches that, and no more. */
const STREAM_LIMIT = 64 + 32;

export const CASES: Record<string, Case> = {
  disk: {
    what: '1 GB in, small file out, n8n keeps files on disk',
    binaryMode: 'filesystem',
    options: { format: 'flac' },
    most: LIMIT,
  },
  stream: {
    what: '1 GB in, small file out, n8n hands out streams',
    binaryMode: 'database',
    options: { format: 'flac' },
    most: STREAM_LIMIT,
  },
  large: {
    what: '1 GB in, 1 GB out (copied), n8n keeps files on disk',
    binaryMode: 'filesystem',
    options: { format: 'wav' },
    most: STREAM_LIMIT,
  },
};
