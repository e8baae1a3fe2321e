import { extname } from 'node:path';
import { startAtFirstPicture } from './firstPicture';
import { followFirstSample, startAtFirstSample } from './fragments';
import { segmentOf } from './segmentName';

/** Segments whose times are being set. */
const underWay = new Map<string, Promise<void>>();

/**
 * Sets the times of a segment that ffmpeg has written to its end as players need them, in its place. One that is as it should be is left so: it can be asked as
 * often as one likes, also by two at a time. @param path absolute
 */
export async function settleSegment(path: string): Promise<void> {
  const settling =
    underWay.get(path) ??
    settle(path).finally(() => {
      underWay.delete(path);
    });
  underWay.set(path, settling);
  await settling;
}

async function settle(path: string): Promise<void> {
  const isFirst = segmentOf(path)?.number === 0;
  if (extname(path) === '.m4s') await (isFirst ? startAtFirstSample(path) : followFirstSample(path));
  else if (isFirst) await startAtFirstPicture(path);
}
