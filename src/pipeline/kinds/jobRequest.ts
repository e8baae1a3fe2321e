import type { KindName, OptionsOf } from './';

/** A job as asked for. `options` are as given, without defaults. */
export type JobRequest = {
  [K in KindName]: {
    kind: K;
    options: OptionsOf[K];
    input?: string;
    output?: string;
    metadata: Record<string, unknown>;
  };
}[KindName];
