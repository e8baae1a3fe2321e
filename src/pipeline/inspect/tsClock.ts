import type { Bytes } from '../storage/bytes';

/** An MPEG transport stream: packets that begin with this byte, each 188 long; cameras put four bytes in front of each. */
const SYNC = 0x47;
const PACKETS = [
  { length: 188, before: 0 },
  { length: 192, before: 4 },
];

/** A file of up to so many bytes is looked at as a whole; of a longer one so many windows, evenly. */
const WINDOW = 128 * 1024;
const MOST_WINDOWS = 64;

/** Seconds that a clock may jump forward: ffmpeg takes what is more for another clock (its dts_delta_threshold). */
const LONGEST_GAP = 10;
/** Between two windows it is measured by the others: so many times the median. */
const UNLIKE = 5;

/**
 * Whether the clock of a transport stream begins anew somewhere, or jumps: as in recordings that were put one after the other. ffmpeg reads such a file to its
 * end, but works out its length from the first and the last time, and seeks by times that are there twice or not at all. Of a long file what lies between two
 * windows is judged by what they say. False for other files.
 */
export async function breaksClock(bytes: Bytes): Promise<boolean> {
  const head = await bytes.read(0, 2 * 192 + 1);
  const packets = PACKETS.find(({ length, before }) => [0, 1].every((n) => head[n * length + before] === SYNC));
  if (packets === undefined) return false;
  const { length } = packets;
  const window = Math.floor(WINDOW / length) * length;
  const windows = Math.min(MOST_WINDOWS, Math.ceil(bytes.size / window));
  const apart = Math.floor((bytes.size - window) / Math.max(1, windows - 1) / length) * length;
  const isWhole = apart <= window;
  const clock: Clock = { pid: null };
  const steps: number[] = [];
  let last: number | null = null;
  for (let n = 0; n < windows; n += 1) {
    const times = timesIn(await bytes.read(n * (isWhole ? window : apart), window), packets, clock);
    if (times.some((time, index) => isJump(time - (times[index - 1] ?? time)))) return true;
    const [first] = times;
    if (first === undefined) continue;
    if (last !== null) {
      const step = first - last;
      if (step < 0 || (isWhole && isJump(step))) return true;
      steps.push(step);
    }
    last = times.at(-1) ?? first;
  }
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return steps.some((step) => step > LONGEST_GAP + UNLIKE * usual);
}

const isJump = (step: number): boolean => step < 0 || step > LONGEST_GAP;

interface Clock {
  /** Of the packets that carry it: the first that do. */
  pid: number | null;
}

/** The times of the clock (PCR, seconds) in a row of packets. */
function timesIn(window: Buffer, { length, before }: (typeof PACKETS)[number], clock: Clock): number[] {
  const times: number[] = [];
  for (let at = before; at + 12 <= window.length; at += length) {
    const hasClock = window[at] === SYNC && byte(window, at + 3) & 0x20 && byte(window, at + 4) >= 7;
    if (!hasClock || !(byte(window, at + 5) & 0x10)) continue;
    const pid = window.readUInt16BE(at + 1) & 0x1fff;
    clock.pid ??= pid;
    if (pid === clock.pid) times.push((window.readUInt32BE(at + 6) * 2 + (byte(window, at + 10) >> 7)) / 90_000);
  }
  return times;
}

const byte = (bytes: Buffer, at: number): number => bytes[at] ?? 0;
