import { captionsFilter } from '../captions/captionsFilter';
import { FONT_FOLDER } from '../captions/font';
import type { Step } from './types';

/** Captions that are drawn into a picture, as parts of a plan. */
export interface DrawnCaptions {
  /** What puts what is read where it is read. */
  steps: Step[];
  /** Draws them over a picture whose time is theirs. */
  filter: string;
}

/** Pure. @param ass what is drawn @param file that it is written to, in the job's folder */
export const drawnCaptions = (ass: string, file: string): DrawnCaptions => ({
  steps: [
    { tool: 'text', file, text: ass },
    { tool: 'font', folder: FONT_FOLDER },
  ],
  filter: captionsFilter(file),
});
