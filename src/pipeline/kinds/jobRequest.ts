import type { Clip } from '../media/clip';
import type { Reference } from '../media/reference';
import type { KindName, OptionsOf } from './';

/** A job as asked for. `options` are as given, without defaults. */
export type JobRequest = {
  [K in KindName]: {
    kind: K;
    options: OptionsOf[K];
    input?: string;
    /** Clips that are played one after the other, in place of `input`. */
    inputs?: readonly Clip[];
    /** What is read beside them; absent: nothing. */
    references?: readonly Reference[];
    output?: string;
    metadata: Record<string, unknown>;
  };
}[KindName];
