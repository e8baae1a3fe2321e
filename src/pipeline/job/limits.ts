import { totalmem } from 'node:os';
import { mediaError } from '../errors/mediaError';

/** What a job may cost at most. Infinity: no bound. */
export interface Limits {
  /** Seconds of a result. */
  resultSeconds: number;
  /** Bytes of sound in a result that is not compressed, or without loss. */
  soundBytes: number;
  /** Pixels of all pictures that are decoded, or encoded. */
  pixels: number;
  /** The same for each byte of the source, where that allows more: a long film is a large file. */
  pixelsAByte: number;
  /** Pictures of a source that is an animated picture. */
  frames: number;
  /** Seconds of a run that has no time limit of its own. */
  runSeconds: number;
  /** CPU seconds of one process; null: its time limit on all cores. */
  cpuSeconds: number | null;
  /** Bytes of memory that all processes of a job hold. */
  memoryBytes: number;
}

/** The environment variables that set limits, each a number; 0 is none. */
export const LIMIT_SETTINGS = {
  resultSeconds: 'MEDIA_JOBS_MAX_RESULT_SECONDS',
  soundBytes: 'MEDIA_JOBS_MAX_SOUND_BYTES',
  pixels: 'MEDIA_JOBS_MAX_PIXELS',
  frames: 'MEDIA_JOBS_MAX_FRAMES',
  runSeconds: 'MEDIA_JOBS_MAX_RUN_SECONDS',
  cpuSeconds: 'MEDIA_JOBS_MAX_CPU_SECONDS',
  memoryBytes: 'MEDIA_JOBS_MAX_MEMORY_BYTES',
} as const satisfies Partial<Record<keyof Limits, string>>;

/** So many pixels a byte are 0.25 Mbit/s for 1080p at 30 pictures a second: less than any film has, and a thousandth of what a crafted file has. */
const PIXELS_A_BYTE = 2000;

/** A quarter is left to n8n and the system: where memory runs out, the kernel ends what it likes, and that could be n8n. */
const SHARE_OF_MEMORY = 0.75;

const DEFAULTS: Limits = {
  resultSeconds: 24 * 3600,
  // More does not fit into a WAV file either.
  soundBytes: 4 * 1024 ** 3,
  pixels: 4e11,
  pixelsAByte: PIXELS_A_BYTE,
  frames: 1e6,
  runSeconds: 48 * 3600,
  cpuSeconds: null,
  memoryBytes: Infinity,
};

/** Bytes of memory that this process could have: the machine's, or what its container is given. */
const memoryHere = (): number => Math.min(totalmem(), process.constrainedMemory() || Infinity);

/** The limits as the environment sets them. @throws request_invalid when one is no number */
export function limitsOf(env: NodeJS.ProcessEnv, memory = memoryHere()): Limits {
  const limits = { ...DEFAULTS, memoryBytes: Math.floor(SHARE_OF_MEMORY * memory) };
  for (const [limit, name] of Object.entries(LIMIT_SETTINGS) as [keyof typeof LIMIT_SETTINGS, string][]) {
    const set = env[name]?.trim() ?? '';
    if (set === '') continue;
    const value = Number(set);
    if (!(value >= 0))
      throw mediaError('request_invalid', {
        problems: `The environment variable ${name} must be a number that is not negative; 0 is no limit (set: "${set}").`,
      });
    limits[limit] = value === 0 ? Infinity : value;
    // Whoever names a number means that number.
    if (limit === 'pixels') limits.pixelsAByte = 0;
  }
  return limits;
}

/** Seconds that a run without a time limit of its own may take, whose length is known: 60 times that, at least an hour. */
export const runSecondsFor = (length: number, { runSeconds }: Pick<Limits, 'runSeconds'>): number =>
  Math.min(runSeconds, Math.max(3600, 60 * length));
