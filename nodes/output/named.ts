import { extname } from 'node:path';

/** A file under the name that was given for it, with its own extension. @param name null: it keeps its own @param nth of several files of one job */
export const named = (file: string, name: string | null, nth: number | null = null): string =>
  name === null ? file : `${name}${nth === null ? '' : `-${nth}`}${extname(file)}`;
