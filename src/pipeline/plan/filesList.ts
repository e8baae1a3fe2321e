/** A file of a list, and how long it is; null: until it ends. */
export interface ListedFile {
  file: string;
  seconds: number | null;
}

/** Pure: our own list of our own files, as ffmpeg's concat demuxer reads it. Lengths are named: a container rounds them, and what follows would be shifted. */
export const filesList = (files: readonly ListedFile[]): string =>
  [
    'ffconcat version 1.0',
    ...files.flatMap(({ file, seconds }) => [
      `file ${file}`,
      ...(seconds === null ? [] : [`duration ${seconds.toFixed(6)}`]),
    ]),
  ].join('\n');
