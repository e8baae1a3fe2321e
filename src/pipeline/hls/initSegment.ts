import { readFile } from 'node:fs/promises';
import { blank, BOX_HEADER, box, boxesAt } from './boxes';
import type { Box } from './boxes';
import { replaceBytes } from './replaceBytes';

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
  await replaceBytes(path, bytes);
}

/** One edit of version 0, from the first sample that counts to the end, however far that is; behind it, what the box had before is nothing. */
function leaveOutPriming(bytes: Buffer, { body, end }: Box): void {
  const said = Buffer.alloc(20);
  said.writeUInt32BE(1, 4);
  said.writeUInt32BE(PRIMING, 12);
  said.writeUInt16BE(1, 16);
  const edit = box('elst', said);
  const rest = end - body - edit.length;
  if (rest !== 0 && rest < BOX_HEADER) return;
  edit.copy(bytes, body);
  if (rest > 0) box('free', Buffer.alloc(rest - BOX_HEADER)).copy(bytes, body + edit.length);
}
