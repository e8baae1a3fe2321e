import type { KindName } from '../pipeline/kinds';
import type { JobRequest } from '../pipeline/kinds/jobRequest';
import type { JobStatus } from '../pipeline/job/status';

/** A job to be run. */
export interface BackendOrder {
  /** Checked by our schemas. */
  request: Pick<JobRequest, 'kind' | 'options' | 'metadata' | 'output'>;
  /** Address from which the input can be fetched (http, https, s3). */
  input: string;
  /** Options that the backend may know and we do not: not checked here, and stronger than the checked ones. */
  extraOptions?: Record<string, unknown> | undefined;
  webhookUrl?: string | undefined;
  /** The same key answers the first job again. */
  idempotencyKey: string;
}

/** A job as a backend tells it, in the fields of the job object; what it does not tell is null or empty. */
export interface BackendJob {
  id: string;
  object: 'job';
  kind: string;
  input: string | null;
  /** Address of the result. */
  output: string | null;
  options: Record<string, unknown>;
  metadata: Record<string, unknown>;
  status: JobStatus;
  error: { kind: string; message: string } | null;
  /** Unix milliseconds. */
  created_at: number | null;
  started_at: number | null;
  finished_at: number | null;
  updated_at: number | null;
  /** What else the backend tells of it, as it tells it. */
  [field: string]: unknown;
}

/** Which jobs, and how many at most (20 unless given, 100 at most). The newest first unless `order` says otherwise. */
export interface BackendFilter {
  kind?: KindName;
  status?: JobStatus;
  input?: string;
  limit?: number;
  /** Id of the job that the page begins behind, or ends before. */
  after?: string;
  before?: string;
  order?: 'asc' | 'desc';
}

export interface BackendPage {
  jobs: BackendJob[];
  /** Whether there are others behind them. */
  more: boolean;
}
