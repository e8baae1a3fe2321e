import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { closedSegments } from '../hls/closedSegments';
import { settleSegment } from '../hls/settleSegment';
import { isSegmented, mimeOfExtension } from '../media/formats';
import type { AnyFormat } from '../media/formats';
import type { ExpectedOutput } from '../media/expectedOutput';
import type { GrowingFile } from '../storage/destination';

/** Files that are written from front to back; in MP3 only the header is filled in at the end. */
const APPENDED: ReadonlySet<AnyFormat> = new Set<AnyFormat>(['mp3', 'aac']);

/** What of a plan's outputs lies in a folder while they are made, and can be sent on: files that only get longer, and segments that are finished. */
export async function growing(folder: string, outputs: readonly ExpectedOutput[]): Promise<GrowingFile[]> {
  const appended = outputs.filter(({ format }) => APPENDED.has(format));
  const segments = outputs.some(({ format }) => isSegmented(format)) ? closedSegments(await readdir(folder)) : [];
  return [
    ...appended.map(({ file, mime }) => ({ file, mime, path: join(folder, file), whole: false })),
    ...segments.map((file) => {
      const path = join(folder, file);
      return {
        file,
        mime: mimeOfExtension(extname(file).slice(1)),
        path,
        whole: true,
        settle: () => settleSegment(path),
      };
    }),
  ];
}
