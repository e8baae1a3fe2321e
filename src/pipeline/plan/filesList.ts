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

/** Pure: arguments up to and with `-i` for such a list: the one way in which a list is read. @param demuxers of the files in it */
export const listInput = (list: string, demuxers: string): string[] => [
  ...['-protocol_whitelist', 'file', '-format_whitelist', `concat,${demuxers}`, '-f', 'concat', '-i', `file:${list}`],
];
