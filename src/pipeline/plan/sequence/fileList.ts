import { filesList, listInput } from '../filesList';
import type { ListedFile } from '../filesList';
import type { Step } from '../types';

/** Our own files, which one input plays one after the other. */
export interface FileList {
  /** Writes the list. */
  step: Step;
  /** Arguments up to and with `-i`. */
  input: readonly string[];
}

/** Pure. @param demuxer that reads each file @param files with their lengths */
export const fileList = (list: string, demuxer: string, files: readonly ListedFile[]): FileList => ({
  step: { tool: 'text', file: list, text: filesList(files) },
  input: listInput(list, demuxer),
});
