import { withoutEnd } from '../base/withoutEnd';
/** What ffmpeg did with one stream of its input. */
export interface StreamCount {
  /** Index in the file. */
  index: number;
  type: 'video' | 'audio';
  /** Packets read, and frames that came out of the decoder. */
  packets: number;
  frames: number;
  /** Taken over without decoding. */
  copied: boolean;
}

/** Seconds of the result between which something happened. */
export interface Span {
  from: number;
  to: number;
}

export interface RunLog {
  /** Complaints that may be about the input: text → how often. Damage is only what a second look confirms. */
  complaints: Map<string, number>;
  /** When they were made. */
  spans: Span[];
  /** Packets that the demuxer itself called corrupt: stream, and decoding time in the stream's own units. */
  corrupt: { stream: number; dts: number }[];
  /** ffmpeg's own words for a packet that could not be decoded; no second look is needed to believe them. */
  refused: boolean;
  /** Those that the result was made from. */
  streams: StreamCount[];
  /** Samples of one channel that an encoder was given; null: no sound was encoded. */
  encodedSamples: number | null;
  diskFull: boolean;
  /** Number of the signal that asked ffmpeg to end, if it had the time to say so. */
  askedToEnd: number | null;
  /** The last error in ffmpeg's own words, for a message. */
  lastError: string | null;
  /** The end of the log, for the details of an error. */
  tail: string[];
}

/** ffmpeg itself cuts a line of its log after 1,024 bytes (LINE_SZ in libavutil/log.c); the names of components come before it. */
const LONGEST_LINE = 4_096;
const TAIL_LINES = 60;
const MOST_COMPLAINTS = 50;
const MOST_SPANS = 50;
const MOST_CORRUPT = 1000;

/** Warnings that can mean that a piece of the input is not as it should be. Errors always can. */
const COMPLAINT =
  /error|invalid|corrupt|missing|truncat|damage|unable|exceed|overread|incomplete|partial|out of range|illegal|discontinuity|prematurely|not allocated/i;
/** What is said of healthy files and of our own results. */
const HARMLESS = new RegExp(
  [
    'Cannot use rename',
    'frame size not set',
    'deprecated',
    'Estimating duration',
    'Could not find codec parameters',
    'aspect ratio',
    'VBV',
    'SEI type',
    'Skipping unhandled',
    'EXIF',
    'Metadata',
    'color_range',
    'palette',
    'Error parsing OpenType',
    'Unknown cover type',
    'Invalid track reference',
    'timescale not set',
    'DTS .{0,80} out of order',
    'st: ?\\d+ invalid dropping',
    'Conversion failed',
    'monoton',
  ].join('|'),
  'i',
);
/** Encoders, muxers and filters, whose words are about our own work. Where a name is a decoder's or a demuxer's as well, it is not here. */
const WRITERS =
  /^(lib\w+|mp4|mov|ipod|webm|hls|adts|image2|segment|enc:\S+|out#.*|[va]ost#.*|[va]f#.*|fc#.*|graph.*|format_out.*|auto_.*|Parsed_.*|swscaler|SWR)$/;
/** ffmpeg's own sentence after a decoder has refused a packet; the first is that of builds before 6, and below it those of 6.1 and later. */
const REFUSED =
  /Error while decoding stream #|Error submitting (a )?packet to (the )?decoder|Decoding error:|corrupt decoded frame|corrupt input packet/;
const CORRUPT_PACKET = /^Packet corrupt \(stream = (\d+), dts = (-?\d+)\)/;
const COUNT = /Input stream #0:(\d+) \((video|audio)\): (\d+) packets read \(\d+ bytes\);(?: (\d+) frames decoded)?/;
const ENCODED = /Output stream #0:\d+ \(audio\): \d+ frames encoded \((\d+) samples\)/;
/** Of `Stream mapping:`; a stream that feeds a filter graph has its decoder's name in between. Later lines of the same form tell of other things. */
const MAPPED = /^ {2}Stream #0:(\d+) (?:\(\S+\) )?-> .*?(\(copy\))?$/;
/** `[vist#0:0/h264 @ 0x…] [dec:h264 @ 0x…] [error] text`: any number of components, then the level. */
const LINE = /^((?:\[[^\]]*\] )*)\[(panic|fatal|error|warning|info|verbose|debug|trace)\] (.*)$/;

export interface LogReader {
  /** Takes a line of ffmpeg's log (`-loglevel repeat+level+verbose`). */
  read: (line: string) => void;
  /** Takes how many seconds of result ffmpeg says it has written. */
  reached: (seconds: number) => void;
  ended: () => RunLog;
}

/** Reads ffmpeg's log line by line and keeps only what is needed of it. */
export function logReader(): LogReader {
  const log: RunLog = {
    complaints: new Map(),
    spans: [],
    corrupt: [],
    refused: false,
    streams: [],
    encodedSamples: null,
    diskFull: false,
    askedToEnd: null,
    lastError: null,
    tail: [],
  };
  const spans = spanList(log.spans);
  const mapped = new Map<number, { copied: boolean }>();
  // Until it has named its input, ffmpeg tries out all streams, also those that the job does not use. What matters is said again later.
  let opened = false;

  const read = (given: string) => {
    const line = given.slice(0, LONGEST_LINE);
    const [, components = '', level, text = ''] = LINE.exec(line) ?? [];
    if (level === 'info' || level === 'verbose' || level === 'debug' || level === 'trace') {
      quietly(text);
      return;
    }
    log.tail.push(line);
    if (log.tail.length > TAIL_LINES) log.tail.shift();
    if (level === undefined) return;
    if (/No space left on device/.test(text)) log.diskFull = true;
    if (level !== 'warning') log.lastError = readable(text);
    const names = components
      .split('] ')
      .slice(0, -1)
      .map((name) => name.slice(1).replace(/ @ 0x[0-9a-f]+$/, ''))
      .filter((name) => name !== 'NULL');
    if (
      !opened ||
      names.some((name) => WRITERS.test(name)) ||
      HARMLESS.test(text) ||
      (level === 'warning' && !COMPLAINT.test(text))
    )
      return;
    complain(names.at(-1), text);
  };

  const quietly = (text: string) => {
    if (text.startsWith('Input #')) opened = true;
    const [, signal] = /^Exiting normally, received signal (\d+)/.exec(text) ?? [];
    if (signal !== undefined) log.askedToEnd = Number(signal);
    const [, from, copy] = MAPPED.exec(text) ?? [];
    if (from !== undefined) mapped.set(Number(from), { copied: copy !== undefined });
    const [, samples] = ENCODED.exec(text) ?? [];
    if (samples !== undefined) log.encodedSamples = Number(samples);
    const [, index, type, packets, frames = '0'] = COUNT.exec(text) ?? [];
    const use = mapped.get(Number(index));
    // Builds before 5 count packets of streams that they throw away, too.
    if (use && (type === 'video' || type === 'audio'))
      log.streams.push({ index: Number(index), type, packets: Number(packets), frames: Number(frames), ...use });
  };

  const complain = (component: string | undefined, text: string) => {
    spans.note();
    const [, stream, dts] = CORRUPT_PACKET.exec(text) ?? [];
    if (dts !== undefined && log.corrupt.length < MOST_CORRUPT)
      log.corrupt.push({ stream: Number(stream), dts: Number(dts) });
    if (REFUSED.test(text)) log.refused = true;
    const what = withoutEnd(`${component === undefined ? '' : `${component}: `}${alike(text)}`, /[.\s]/);
    if (log.complaints.has(what) || log.complaints.size < MOST_COMPLAINTS)
      log.complaints.set(what, (log.complaints.get(what) ?? 0) + 1);
  };

  return { read, reached: spans.reached, ended: () => log };
}

/** ffmpeg says how far it has come twice a second: what is said in between belongs to that span, and because the lines race each other, to the next. */
function spanList(spans: Span[]): { note: () => void; reached: (seconds: number) => void } {
  let at = 0;
  let open: Span | null = null;
  let reports = 0;
  return {
    note: () => {
      reports = 0;
      if (open !== null) return;
      const last = spans.at(-1);
      if (last !== undefined && (at <= last.to + 1 || spans.length >= MOST_SPANS)) open = last;
      else spans.push((open = { from: at, to: Infinity }));
      open.to = Infinity;
    },
    reached: (seconds) => {
      at = seconds;
      reports += 1;
      if (open === null || reports < 2) return;
      open.to = seconds;
      open = null;
    },
  };
}

/** Numbers and addresses taken out, so that like complaints count as one. */
const alike = (text: string): string =>
  readable(text)
    .replace(/\b0x[0-9a-f]+\b/gi, 'N')
    .replace(/-?\b\d+\b/g, 'N');
/** Without the paths of our own folders. */
const readable = (text: string): string =>
  text
    .replace(/^(file:.*?|http:\/\/source\.invalid\S*?): /, '')
    .replace(/file:.*?(?=: |$)|http:\/\/source\.invalid\S*?(?=: |$)/g, 'the file')
    .trim()
    .slice(0, 200);

/** How many samples of sound the last of several runs that had any has encoded; null: none had. */
export const encodedSamples = (logs: readonly RunLog[]): number | null =>
  logs.findLast((log) => log.encodedSamples !== null)?.encodedSamples ?? null;
