import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** What a PES header (ISO/IEC 13818-1, 2.4.3.6) says of a picture; times in units of 1/90,000 s. */
interface PictureHeader {
  /** Of the byte in the file that says which times there are, and that byte. */
  at: number;
  flags: number;
  shown: number;
  /** Null: when it is shown. */
  decoded: number | null;
}

const decodedAt = ({ decoded, shown }: PictureHeader): number => decoded ?? shown;

const PACKET = 188;
/** A picture may take thousands of packets: so many are read at once. */
const PACKETS_AT_ONCE = 2048;

/**
 * Has the first picture of a transport stream decoded when it is shown, and those after it, up to the first that is decoded later anyway, in equal steps.
 *
 * Where pictures refer to later ones, decoding begins some pictures before the first one is shown, and in a transport stream no time can say that as less than
 * nothing. Players that take the first time of decoding for their zero (hls.js, in 1.7 too) would begin with a hole, and show all that much later. The times in
 * between are as good: a decoder needs them in order, and none after its picture is shown.
 *
 * Only a stream's first segment needs it; one that begins well already is left as it is.
 */
export async function startAtFirstPicture(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const early = await decodedEarly(file);
    for (const change of inSteps(early)) await file.write(change.bytes, 0, change.bytes.length, change.at);
  } finally {
    await file.close();
  }
}

/** The pictures that are decoded no later than the first one is shown, and the one after them. */
async function decodedEarly(file: FileHandle): Promise<PictureHeader[]> {
  const buffer = Buffer.alloc(PACKET * PACKETS_AT_ONCE);
  const found: PictureHeader[] = [];
  for (let from = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    for (let at = 0; at + PACKET <= bytesRead; at += PACKET) {
      const header = pictureHeader(buffer.subarray(at, at + PACKET), from + at);
      if (header === null) continue;
      found.push(header);
      const [first = header] = found;
      if (decodedAt(header) > first.shown) return found;
    }
    from += bytesRead;
    if (bytesRead < buffer.length) return found;
  }
}

/** The PES header with which a packet of the picture begins; null: it begins with none. */
function pictureHeader(packet: Buffer, from: number): PictureHeader | null {
  const begins = (packet.readUInt8(1) & 0x40) !== 0;
  const hasField = (packet.readUInt8(3) & 0x20) !== 0;
  const pes = 4 + (hasField ? 1 + packet.readUInt8(4) : 0);
  if (!begins || pes + 19 > PACKET) return null;
  const isPicture = packet.readUIntBE(pes, 3) === 1 && (packet.readUInt8(pes + 3) & 0xf0) === 0xe0;
  const flags = packet.readUInt8(pes + 7);
  if (!isPicture || flags >> 6 < 2) return null;
  const decoded = flags >> 6 === 3 ? timeAt(packet, pes + 14) : null;
  return { at: from + pes + 7, flags, shown: timeAt(packet, pes + 9), decoded };
}

interface Change {
  at: number;
  bytes: Buffer;
}

function inSteps(headers: readonly PictureHeader[]): Change[] {
  const [first] = headers;
  if (first === undefined || first.decoded === null) return [];
  const next = headers.find((header) => decodedAt(header) > first.shown);
  const early = next === undefined ? headers : headers.slice(0, headers.indexOf(next));
  const until = next === undefined ? nextShown(headers) : decodedAt(next);
  const later = early.slice(1).map(({ at }, index) => {
    const time = first.shown + ((index + 1) / early.length) * (until - first.shown);
    return { at: at + 7, bytes: timed(DECODED, Math.floor(time)) };
  });
  // A picture that is decoded when it is shown has one time; what the other took is stuffed.
  const one = Buffer.concat([timed(SHOWN_ALONE, first.shown), Buffer.alloc(TIME, 0xff)]);
  return [
    { at: first.at, bytes: Buffer.from([(first.flags & 0x3f) | 0x80]) },
    { at: first.at + 2, bytes: one },
    ...later,
  ];
}

/** When the second picture is shown, in a stream of no more than a few. */
const nextShown = (headers: readonly PictureHeader[]): number =>
  Math.min(...headers.slice(1).map(({ shown }) => shown));

/** A time as a PES header has it: 33 bits in five bytes. */
const timeAt = (bytes: Buffer, at: number): number =>
  ((bytes.readUInt8(at) >> 1) & 7) * 2 ** 30 +
  (bytes.readUInt16BE(at + 1) >> 1) * 2 ** 15 +
  (bytes.readUInt16BE(at + 3) >> 1);

/** Bytes of a time, and the bits before it, which say what time it is. */
const TIME = 5;
const SHOWN_ALONE = 2;
const DECODED = 1;

function timed(mark: number, time: number): Buffer {
  const bytes = Buffer.alloc(TIME);
  bytes.writeUInt8((mark << 4) | (Math.floor(time / 2 ** 30) << 1) | 1, 0);
  bytes.writeUInt16BE((((time >>> 15) & 0x7fff) << 1) | 1, 1);
  bytes.writeUInt16BE(((time & 0x7fff) << 1) | 1, 3);
  return bytes;
}
