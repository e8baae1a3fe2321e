import { fileInput } from '../plan/inputArgs';
import { runChild } from '../ffmpeg/child';
import type { Binary } from '../ffmpeg/find';
import type { Place } from './probeWindows';

/** What a second look at one stream found. Times are seconds on the file's own clock, which need not begin at 0. */
export interface Flaws {
  /** Packets looked at. */
  packets: number;
  /** When there were frames that a decoder complained of, and packets that gave no frame or are marked as corrupt; in order. */
  at: number[];
  /** Seconds of one unit of the stream's timestamps; null when nothing was read. */
  timeBase: number | null;
  /** False when time ran out. */
  whole: boolean;
  /** Whether nothing that was read lacks what it builds on. */
  fromKeyframe: boolean;
  /** Sizes of the pictures that were decoded, such as 640x360, each once. */
  sizes: readonly string[];
}

export interface Look {
  path: string;
  /** Index in the file. */
  stream: number;
  /** Which parts of the file to look at, on its own clock, in order; -Infinity and Infinity are its ends. */
  places: readonly Place[];
  /** Seconds before a part at which to begin to read, where a file is not entered at keyframes. */
  preroll: number;
  /** False: only the marks of packets are looked at, which takes little more than reading. */
  decode: boolean;
  ffprobe: Binary;
  /** Milliseconds after which the look ends with what it has. */
  within: number;
  signal: AbortSignal;
}

/** Decodes parts of one stream with ffprobe, which tells packets, frames and the decoder's complaints in the order in which they belong together. */
export async function findFlaws({
  path,
  stream,
  places,
  preroll,
  decode,
  ffprobe,
  within,
  signal,
}: Look): Promise<Flaws> {
  const frames = decode
    ? [
        '-show_log',
        '16',
        '-show_entries',
        'packet=pts_time,flags:frame=pts_time,best_effort_timestamp_time,width,height:log=level:stream=time_base',
      ]
    : ['-show_entries', 'packet=pts_time,flags:stream=time_base'];
  const args = [
    '-v',
    'quiet',
    ...UNSHOWN,
    '-select_streams',
    `${stream}`,
    '-read_intervals',
    places.map((place) => interval(place, preroll)).join(','),
    ...frames,
    '-of',
    'compact',
    ...fileInput(path),
  ];
  const seen = new Seen();
  const limit = AbortSignal.timeout(within);
  await runChild(ffprobe.path, args, {
    signal: AbortSignal.any([signal, limit]),
    onStdout: seen.read,
    ...(ffprobe.env && { env: ffprobe.env }),
  });
  return { ...seen.flawsWithin(places, decode), whole: !limit.aborted };
}

/** The pictures are not looked at, only whether they can be decoded: smoothing the edges of their blocks takes a quarter of the time of decoding h264. */
const UNSHOWN = ['-skip_loop_filter', 'all'];

/** Some builds take an interval without an end for one without anything. */
const LATEST = 1_000_000_000;

/** `from%to`; `from%+seconds` counts from the keyframe that is found. */
function interval({ from, to, fromKeyframe }: Place, preroll: number): string {
  const begin = Number.isFinite(from) ? Math.max(0, from - preroll).toFixed(3) : '';
  return `${begin}%${fromKeyframe ? `+${(to - from + preroll).toFixed(3)}` : Math.min(to, LATEST).toFixed(3)}`;
}

/** A frame lies this close to the packet that it came from, in shares of the usual distance between packets: less than one, more than the half of a field. */
const OWN = 0.6;
/** A packet further than this from the one before it (seconds) is where another part begins. */
const JUMP = 1;

interface Packet {
  at: number;
  corrupt: boolean;
}

class Seen {
  private readonly packets: Packet[] = [];
  private readonly frames: { at: number; flawed: boolean }[] = [];
  private readonly sizes = new Set<string>();
  private timeBase: number | null = null;
  private fromKeyframe: boolean | null = null;
  private last = NaN;
  /** When the part that is being read can be decoded: at its first keyframe. What comes before lacks what it builds on, and is no damage. */
  private decodable = Infinity;

  /** `packet|pts_time=4.0|flags=K__` and after it `frame|pts_time=4.0|log|level=16`; further complaints of the same frame stand on lines of their own. */
  readonly read = (line: string): void => {
    if (line.startsWith('packet|')) this.readPacket(seconds(line, 'pts_time'), /flags=(\S{2,3})/.exec(line)?.[1] ?? '');
    else if (line.startsWith('frame|')) {
      const shown = seconds(line, 'pts_time');
      const at = Number.isNaN(shown) ? seconds(line, 'best_effort_timestamp_time') : shown;
      const [, width, height] = SIZE.exec(line) ?? [];
      if (width !== undefined && height !== undefined) this.sizes.add(`${width}x${height}`);
      this.frames.push({ at, flawed: at >= this.decodable && line.includes('log|level=') });
    } else if (line.startsWith('stream|')) {
      const [, over, under] = /time_base=(\d+)\/(\d+)/.exec(line) ?? [];
      if (over !== undefined) this.timeBase = Number(over) / Number(under);
    }
  };

  private readPacket(at: number, flags: string): void {
    this.fromKeyframe ??= flags.includes('K');
    if (Number.isNaN(this.last) || Math.abs(at - this.last) > JUMP) this.decodable = Infinity;
    if (!Number.isNaN(at)) this.last = at;
    if (this.decodable === Infinity && flags.includes('K')) this.decodable = Number.isNaN(at) ? -Infinity : at;
    // D: to be decoded, but not meant to be shown.
    if (at >= this.decodable && !flags.includes('D')) this.packets.push({ at, corrupt: flags.includes('C') });
  }

  flawsWithin(places: readonly Place[], decoded: boolean): Omit<Flaws, 'whole'> {
    // All that was read for a sample counts, and nothing between the place before it and its keyframe was.
    const begin = ({ from, fromKeyframe }: Place, index: number) =>
      fromKeyframe ? (places[index - 1]?.to ?? -Infinity) : from;
    const within = ({ at }: { at: number }) =>
      places.some((place, index) => at >= begin(place, index) && at <= place.to);
    const bad = [
      ...this.frames.filter(({ flawed }) => flawed),
      ...this.packets.filter(({ corrupt }) => corrupt),
      ...(decoded ? this.lost() : []),
    ].filter(within);
    const at = [...new Set(bad.map((each) => Math.round(each.at * 1000) / 1000))].sort((a, b) => a - b);
    return {
      packets: this.packets.filter(within).length,
      at,
      timeBase: this.timeBase,
      fromKeyframe: this.fromKeyframe ?? false,
      sizes: [...this.sizes],
    };
  }

  /** Packets that gave no frame. The first two of some codecs give none. */
  private lost(): Packet[] {
    const times = sorted(this.frames.map((frame) => frame.at));
    const starts = sorted(this.packets.map((packet) => packet.at));
    const gaps = sorted(starts.slice(1).map((at, index) => at - (starts[index] ?? at)));
    const own = OWN * (gaps[gaps.length >> 1] ?? 0.04);
    return this.packets.filter(({ at }, index) => index > 1 && !hasNear(times, at, own));
  }
}

const SIZE = /\|width=(\d{1,6})\|height=(\d{1,6})/;

const seconds = (line: string, key: string): number =>
  Number(new RegExp(`\\b${key}=(-?[\\d.]+)`).exec(line)?.[1] ?? NaN);

const sorted = (values: readonly number[]): number[] =>
  values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);

/** Whether a sorted list has a value that close. */
function hasNear(list: readonly number[], value: number, distance: number): boolean {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < value - distance) low = middle + 1;
    else high = middle;
  }
  return (list[low] ?? Infinity) <= value + distance;
}
