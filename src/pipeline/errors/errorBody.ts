import type { ErrorKind } from './table';

/** An error as the job object shows it. */
export interface JobErrorBody {
  kind: ErrorKind;
  message: string;
  /** Which of the job's inputs is to blame, counted from 0; absent where it has one, or none is. */
  input_index?: number;
}
