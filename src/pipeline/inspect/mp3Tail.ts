import type { Bytes } from '../storage/bytes';

/** Enough for ten of the largest frames (1,441 bytes) and the tags that follow them. */
const TAIL = 16_384;
/** So many frames in a row, each beginning where the one before ends, are no accident. */
const IN_A_ROW = 4;

/** kbit/s of layer III by the header's index: version 1, and versions 2 and 2.5. */
const RATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
const SAMPLE_RATES = [44_100, 48_000, 32_000];
/** What version 1's rates are divided by, by the header's index: 2.5, none, 2, 1. */
const RATE_DIVISORS = [4, 1, 2, 1];

/**
 * Whether an mp3 stops in the middle of its last frame. ffmpeg decodes what there is of it without a word.
 * False also when its end cannot be made out.
 */
export async function hasIncompleteLastFrame(bytes: Bytes): Promise<boolean> {
  const length = Math.min(TAIL, bytes.size);
  return stopsEarly(withoutTags(await bytes.read(bytes.size - length, length)));
}

/** Without an ID3v1 tag, and what stands before it as an APEv2 tag. */
function withoutTags(tail: Buffer): Buffer {
  const sound = tail.toString('latin1', tail.length - 128, tail.length - 125) === 'TAG' ? tail.subarray(0, -128) : tail;
  const ape = sound.lastIndexOf('APETAGEX');
  if (ape < 0 || ape + 32 > sound.length) return sound;
  // Its size counts all but a header of 32 bytes.
  const first = sound.indexOf('APETAGEX');
  return sound.subarray(0, first);
}

function stopsEarly(sound: Buffer): boolean {
  for (let begin = 0; begin + 4 <= sound.length; begin++) {
    let at = begin;
    let frames = 0;
    for (let length = frameLength(sound, at); length > 0; length = frameLength(sound, at)) {
      frames += 1;
      at += length;
    }
    if (frames >= IN_A_ROW) return at > sound.length;
  }
  return false;
}

/** Bytes of the frame of layer III that begins there; 0: none does. */
function frameLength(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) return 0;
  const header = bytes.readUInt32BE(at);
  const version = (header >>> 19) & 3;
  const rate = RATES[version === 3 ? 0 : 1]?.[(header >>> 12) & 15] ?? 0;
  const sampleRate = (SAMPLE_RATES[(header >>> 10) & 3] ?? 0) / (RATE_DIVISORS[version] ?? 1);
  if (header >>> 21 !== 0x7ff || version === 1 || ((header >>> 17) & 3) !== 1 || rate === 0 || sampleRate === 0)
    return 0;
  return Math.floor(((version === 3 ? 144_000 : 72_000) * rate) / sampleRate) + ((header >>> 9) & 1);
}
