import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { MadeShort } from '../output/shortItems';
import type { AnyJob } from '../output/outputItems';
import type { MediaJobError } from '../../src/pipeline/errors/mediaError';

/** What has become of an item. */
export interface ShortsOutcome {
  /** As far as it came; null when none was made. */
  job: AnyJob | null;
  shorts: MadeShort[];
  /** Why there are none; null where there are, or where there is nothing to be made. */
  error: MediaJobError | null;
  /** What stands in the item of a dry run, in place of shorts. */
  dryRun?: IDataObject;
  /** What users should know besides. */
  notes: string[];
}

/** Makes the shorts of one item. What goes wrong with the job is `error`. @throws what is wrong with the parameters and credentials */
export interface ShortsMaker {
  /** Items at the same time. */
  atOnce: number;
  /** What has become of the jobs when the execution is stopped. */
  atStop: (context: IExecuteFunctions) => string;
  run(context: IExecuteFunctions, index: number, signal: AbortSignal): Promise<ShortsOutcome>;
}
