import { maxInputBytes } from '../pipeline/storage/inputLimit';
import { mediaError } from '../pipeline/errors/mediaError';

/** What the server bears of its clients. Where a number may be set, 0 means none. */
export interface Limits {
  /** Bytes that a job request may have. */
  bodyBytes: number;
  /** Milliseconds in which it has to be there. */
  bodyMs: number;
  /** Bytes that an uploaded file may have. */
  uploadBytes: number;
  /** Milliseconds in which it has to be there. */
  uploadMs: number;
  /** Bytes that all uploads of a key may have together. */
  quotaBytes: number;
  /** Milliseconds without a byte after which a connection is given up, either way. */
  idleMs: number;
  /** Milliseconds in which the head of a request has to be there. */
  headMs: number;
  /** Milliseconds after which a connection is closed that has had its last answer, whatever its client still sends. */
  closeMs: number;
  /** Connections that one address may have at a time. */
  connections: number;
  /** Bytes of jobs after which a page of the list ends. */
  pageBytes: number;
  /** Bytes that a client may leave unread of the events of a job. */
  unreadBytes: number;
}

const FIXED = {
  bodyBytes: 1_000_000,
  bodyMs: 15_000,
  uploadMs: 6 * 3_600_000,
  idleMs: 120_000,
  headMs: 15_000,
  closeMs: 5_000,
  pageBytes: 2_000_000,
  unreadBytes: 1_000_000,
};

/** Two of the largest inputs: 100 GB. */
const DEFAULT_QUOTA = 100_000_000_000;
/** More than any browser or n8n opens, and few enough for the file descriptors of a process (1,024 as Linux sets them). */
const DEFAULT_CONNECTIONS = 256;

/** The limits as the environment sets them. @throws request_invalid when what it says is no number */
export const limitsOf = (env: NodeJS.ProcessEnv): Limits => ({
  ...FIXED,
  uploadBytes: maxInputBytes(env),
  quotaBytes: wholeNumber(env, 'MEDIA_JOBS_UPLOAD_QUOTA_BYTES') ?? DEFAULT_QUOTA,
  connections: wholeNumber(env, 'MEDIA_JOBS_CONNECTIONS_PER_ADDRESS') ?? DEFAULT_CONNECTIONS,
});

function wholeNumber(env: NodeJS.ProcessEnv, name: string): number | null {
  const text = env[name]?.trim() ?? '';
  if (text === '') return null;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw mediaError('request_invalid', {
    problems: `The environment variable ${name} must be a whole number; 0 means no limit (set: ${JSON.stringify(text)}).`,
  });
}
