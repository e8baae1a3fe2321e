import { open, readFile } from 'node:fs/promises';
import { blank, BOX_HEADER, box, boxesAt, boxesIn } from './boxes';
import type { Box } from './boxes';
import { readRun, timedRun } from './sampleRun';
import type { Run } from './sampleRun';
import { replaceBytes } from './replaceBytes';

/**
 * Has the first picture of a stream in fragmented MP4 decoded when it is shown, at 0, and those after it in equal steps, as `startAtFirstPicture` does.
 *
 * ffmpeg's HLS muxer has decoding begin at 0, pictures shown some later, and an edit list say that this much is left out. hls.js (1.7 too) overlooks the list and
 * begins with a hole. Signed offsets would say it as well; but ffmpeg's own demuxer overlooks what those mean, and players that use it would show pictures later
 * than their sound.
 */
export async function startAtFirstSample(path: string): Promise<void> {
  const bytes = await readFile(path);
  const [index] = boxesAt(bytes, 'sidx');
  const [fragment] = boxesAt(bytes, 'moof');
  // Without its index it has its times already: the index would tell those from before, and so means nothing then.
  if (index === undefined || fragment === undefined) return;
  blank(bytes, index);
  const changed = inSteps(bytes, fragment);
  await replaceBytes(path, Buffer.concat([bytes.subarray(0, fragment.at), changed, bytes.subarray(fragment.end)]));
}

/** The same for a later segment: decoding goes on where that of the one before it ends, as much earlier as the first has left out. */
export async function followFirstSample(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const head = Buffer.alloc(HEAD);
    const { bytesRead } = await file.read(head, 0, HEAD, 0);
    const [index] = boxesAt(head.subarray(0, bytesRead), 'sidx');
    const [fragment] = boxesAt(head.subarray(0, bytesRead), 'moof');
    const [run] = boxesAt(head, 'moof/traf/trun');
    const [begins] = boxesAt(head, 'moof/traf/tfdt');
    if (index === undefined || fragment === undefined || run === undefined || begins === undefined) return;
    blank(head, index);
    const place = begins.body + 4;
    head.writeBigUInt64BE(head.readBigUInt64BE(place) - BigInt(laterBy(readRun(head, run))), place);
    await file.write(head, 0, fragment.end, 0);
  } finally {
    await file.close();
  }
}

/** Bytes in which a segment says all of its samples: 16 of each, of which there are 60 in a second. */
const HEAD = 1 << 20;

/** How much later than it is decoded the first sample is shown, which is a keyframe: so much later are all. */
const laterBy = ({ samples }: Run): number => samples[0]?.offset ?? 0;

function inSteps(bytes: Buffer, fragment: Box): Buffer {
  const whole = bytes.subarray(fragment.at, fragment.end);
  const [run] = boxesAt(whole, 'moof/traf/trun');
  const [header] = boxesAt(whole, 'moof/traf/tfhd');
  if (run === undefined || header === undefined) return whole;
  const read = readRun(whole, run);
  const later = laterBy(read);
  if (later === 0) return whole;
  const usual = durationIn(whole, header);
  let whenDone = 0;
  const before = read.samples.map(({ duration = usual }) => (whenDone += duration) - duration);
  const early = before.filter((time) => time <= later).length;
  const until = (before[early] ?? later + usual) - later;
  const decoded = before.map((time, n) => (n < early ? Math.floor((n / early) * until) : time - later));
  const end = whenDone - later;
  const samples = read.samples.map((sample, n) => ({
    ...sample,
    duration: (decoded[n + 1] ?? Math.max(end, until)) - (decoded[n] ?? 0),
    offset: (before[n] ?? 0) + (sample.offset ?? 0) - later - (decoded[n] ?? 0),
  }));
  const grown = timedRun({ ...read, samples });
  const dataOffset = read.dataOffset + grown.length - (run.end - run.at);
  return withRun(whole, timedRun({ ...read, samples, dataOffset }));
}

/** A fragment with another run in it. */
function withRun(fragment: Buffer, run: Buffer): Buffer {
  const replaced = (from: number, to: number): Buffer[] =>
    boxesIn(fragment, from, to).map(({ type, at, body, end }) => {
      if (type === 'trun') return run;
      return type === 'traf' ? box(type, ...replaced(body, end)) : fragment.subarray(at, end);
    });
  return box('moof', ...replaced(BOX_HEADER, fragment.length));
}

/** How long samples last of which nothing else is said (8.8.7): after the number of the track and what else is there. */
function durationIn(fragment: Buffer, { body }: Box): number {
  const flags = fragment.readUIntBE(body + 1, 3);
  const before = ((flags & 0x1) === 0 ? 0 : 8) + ((flags & 0x2) === 0 ? 0 : 4);
  return (flags & 0x8) === 0 ? 0 : fragment.readUInt32BE(body + 8 + before);
}
