import { readFile, writeFile } from 'node:fs/promises';
import { blank, BOX_HEADER, boxesAt } from './boxes';
import type { Box } from './boxes';

/** Samples that an AAC encoder puts out before the first that it was given. */
const PRIMING = 1024;

/**
 * Has what segments of fragmented MP4 begin with say nothing of a later start, once `settleSegment` has seen to them: no edit list for a picture, and for sound
 * one that leaves out what its encoder put before it.
 */
export async function startAtZero(path: string): Promise<void> {
  const bytes = await readFile(path);
  for (const track of boxesAt(bytes, 'moov/trak')) {
    const within = bytes.subarray(track.body, track.end);
    const isSound = boxesAt(within, 'mdia/minf/smhd').length > 0;
    for (const edits of boxesAt(within, 'edts')) {
      if (isSound) leaveOutPriming(within, edits);
      else blank(within, edits);
    }
  }
  await writeFile(path, bytes);
}

/** One edit of version 0, from the first sample that counts to the end, however far that is; behind it, what the box had before is nothing. */
function leaveOutPriming(bytes: Buffer, { body, end }: Box): void {
  const edit = Buffer.alloc(28);
  edit.writeUInt32BE(edit.length, 0);
  edit.write('elst', 4, 'latin1');
  edit.writeUInt32BE(1, 12);
  edit.writeUInt32BE(PRIMING, 20);
  edit.writeUInt16BE(1, 24);
  const rest = end - body - edit.length;
  if (rest !== 0 && rest < BOX_HEADER) return;
  edit.copy(bytes, body);
  if (rest === 0) return;
  bytes.writeUInt32BE(rest, body + edit.length);
  bytes.write('free', body + edit.length + 4, 'latin1');
}
