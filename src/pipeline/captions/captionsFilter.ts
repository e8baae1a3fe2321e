import { FONT_FOLDER } from './font';

/** Pure: the filter that draws an ASS file. A path is escaped twice: as the value of an option, and as a part of a filter graph. */
export const captionsFilter = (path: string, fonts = FONT_FOLDER): string =>
  `ass=filename=${escapedPath(path)}:fontsdir=${escapedPath(fonts)}`;

const escapedPath = (path: string): string => path.replace(/[\\':]/g, '\\$&').replace(/[\\'[\],;]/g, '\\$&');
