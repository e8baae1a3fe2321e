import { clockOf } from '../media/clock';
import { CODEC_NAMES } from '../media/codecNames';
import { isSegmented } from '../media/formats';
import type { AudioInfo, MediaInfo } from '../media/mediaInfo';
import type { SourceTime } from '../media/time';
import { resultTime } from '../plan/reading';
import type { Reading } from '../plan/reading';
import type { ExpectedOutput } from '../media/expectedOutput';
import { isToTheEnd } from './probeWindows';

/** A result may be shorter or longer than planned by so many seconds, and by so many frames: codecs work in frames. */
const OFF_BY = 0.25;
const FRAMES_OFF = 2;

/** Pure: what a file lacks of what was planned, in words; null when it is as planned. */
export function mismatch(planned: ExpectedOutput, { video, audio }: MediaInfo): string | null {
  if (planned.videoCodec !== undefined && codecOf(video) !== planned.videoCodec)
    return `has ${video?.codec ?? 'no picture'} instead of ${planned.videoCodec}`;
  if (planned.audioCodec !== undefined && codecOf(audio) !== planned.audioCodec)
    return `has ${audio?.codec ?? 'no sound'} instead of ${planned.audioCodec}`;
  const { width, height = 0 } = planned;
  if (width !== undefined && (video?.width !== width || video.height !== height))
    return `is ${video?.width ?? 0}×${video?.height ?? 0} instead of ${width}×${height}`;
  return null;
}

const codecOf = (stream: { codec: string } | null) => stream && CODEC_NAMES[stream.codec];

/** Pure: how much the picture or the sound of what was made of our own files differs in length from the plan, in words; null when both last as planned. */
export function otherLength(planned: ExpectedOutput, made: MediaInfo): string | null {
  const { duration } = planned;
  if (duration === undefined) return null;
  for (const type of ['video', 'audio'] as const) {
    const got = made[type];
    if (got === null) continue;
    const lasts = lastsOf(planned, made, got);
    const allowed = OFF_BY + (type === 'video' ? FRAMES_OFF / fpsOf(made) : 0);
    if (Math.abs(lasts - duration) > allowed) return `lasts ${lasts.toFixed(2)} s instead of ${duration.toFixed(2)} s`;
  }
  return null;
}

/** What a result was made from. */
interface MadeFrom {
  source: MediaInfo;
  /** What of it was read. */
  part: Reading;
  /** How long it really is (seconds; null: nobody knows): read through, so asked last. */
  measure: () => Promise<SourceTime | null>;
}

/** Seconds from the beginning of a result to the end of its picture or sound. A playlist's segments have clocks of their own. */
const lastsOf = ({ format }: ExpectedOutput, made: MediaInfo, { startTime, duration }: Stream): number =>
  (isSegmented(format) || duration === null ? made.duration : startTime - clockOf(made) + duration) ?? 0;

type Stream = Pick<AudioInfo, 'startTime' | 'duration'>;

/**
 * How much earlier the picture or the sound of a result ends than the source's header promised, in words; null when they last long enough.
 * A stream is held to its own length: a file lasts as long as its longest one, which can be subtitles or other data that the result leaves out.
 */
export async function shortfall(
  planned: ExpectedOutput,
  made: MediaInfo,
  { source, part, measure }: MadeFrom,
): Promise<string | null> {
  const { duration: whole } = source;
  if (planned.duration === undefined || whole === null || !source.durationDeclared) return null;
  for (const type of ['video', 'audio'] as const) {
    const [given, got] = [source[type], made[type]];
    if (given === null || got === null) continue;
    const ends = given.duration === null ? whole : given.startTime - clockOf(source) + given.duration;
    const promised = Math.min(planned.duration, resultTime(part, ends));
    const lasts = lastsOf(planned, made, got);
    const allowed = OFF_BY + (type === 'video' ? FRAMES_OFF / Math.min(fpsOf(source), fpsOf(made)) : 0);
    const short = (seconds: number) => seconds < promised - allowed;
    if (!short(lasts)) continue;
    // Where the header does not say how long this stream is, the file is whole if any of its streams reaches the end.
    if (given.duration === null && !short(resultTime(part, (await measure()) ?? 0))) continue;
    return `lasts ${lasts.toFixed(2)} s instead of ${promised.toFixed(2)} s: the ${type === 'video' ? 'picture' : 'sound'} of the input ends before its own header says`;
  }
  return null;
}

const fpsOf = ({ video }: MediaInfo): number => video?.fps || 25;

/**
 * How much longer the picture or the sound of a result lasts than planned, in words; null when they end in time. Sound counts as what is decoded of it:
 * timestamps can hide that it has more. Where the end of the source is read, that may lie beyond what its header says.
 * @param samples of the sound that were encoded; null: nobody knows
 */
export async function excess(
  planned: ExpectedOutput,
  made: MediaInfo,
  { source, part, measure, samples }: MadeFrom & { samples: number | null },
): Promise<string | null> {
  const { duration: promised } = planned;
  if (promised === undefined) return null;
  for (const type of ['video', 'audio'] as const) {
    const got = made[type];
    if (got === null) continue;
    const decoded = type === 'audio' && samples !== null && made.audio ? samples / made.audio.sampleRate : 0;
    const lasts = Math.max(lastsOf(planned, made, got), decoded);
    const slowest = Math.min(fpsOf(source) * Math.min(1, part.speed), fpsOf(made));
    const allowed = OFF_BY + (type === 'video' ? FRAMES_OFF / slowest : 0);
    const long = (seconds: number) => lasts > seconds + allowed;
    if (!long(promised)) continue;
    if (isToTheEnd(part, source.duration) && !long(resultTime(part, (await measure()) ?? Infinity))) continue;
    return `lasts ${lasts.toFixed(2)} s instead of ${promised.toFixed(2)} s`;
  }
  return null;
}
