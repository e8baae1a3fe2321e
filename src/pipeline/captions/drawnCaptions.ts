import type { Step } from '../plan/types';
import { FONT_FOLDER } from './font';

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

/** Pure: the filter that draws an ASS file. A path is escaped twice: as the value of an option, and as a part of a filter graph. */
export const captionsFilter = (path: string, fonts = FONT_FOLDER): string =>
  `ass=filename=${escapedPath(path)}:fontsdir=${escapedPath(fonts)}`;

const escapedPath = (path: string): string => path.replace(/[\\':]/g, '\\$&').replace(/[\\'[\],;]/g, '\\$&');
