import type { ProcessIdentity } from '../../pipeline/base/processIdentity';

/** A process that has the store open, with its heartbeat. */
export interface StoredProcess extends ProcessIdentity {
  id: string;
  role: string;
  /** Goes up as long as the process lives. */
  beat: number;
  /** When it last beat, by its own clock: for people, and for asking whether a role is there at all. */
  seenAt: number;
}
