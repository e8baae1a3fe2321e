import { clockOf } from '../media/clock';
import { CODEC_NAMES } from '../media/codecNames';
import { isSegmented } from '../media/formats';
import type { MediaInfo } from '../media/mediaInfo';
import type { SourceTime } from '../media/time';
import { resultTime } from '../plan/reading';
import type { Reading } from '../plan/reading';
import type { ExpectedOutput } from '../media/expectedOutput';

/** A result may be shorter than planned by so many seconds, and by so many frames: codecs work in frames. */
const SHORTER_BY = 0.25;
const FRAMES_SHORTER = 2;

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

/**
 * How much earlier the picture or the sound of a result ends than the source's header promised, in words; null when they last long enough.
 * A stream is held to its own length: a file lasts as long as its longest one, which can be subtitles or other data that the result leaves out.
 * @param part what of the source was read @param measure how long the source really is (seconds; null: nobody knows): read through, so asked last
 */
export async function shortfall(
  planned: ExpectedOutput,
  made: MediaInfo,
  { source, part, measure }: { source: MediaInfo; part: Reading; measure: () => Promise<SourceTime | null> },
): Promise<string | null> {
  const { duration: whole } = source;
  if (planned.duration === undefined || whole === null || !source.durationDeclared) return null;
  for (const type of ['video', 'audio'] as const) {
    const [given, got] = [source[type], made[type]];
    if (given === null || got === null) continue;
    const ends = given.duration === null ? whole : given.startTime - clockOf(source) + given.duration;
    const promised = Math.min(planned.duration, resultTime(part, ends));
    // A playlist's segments have clocks of their own.
    const lasts =
      (isSegmented(planned.format) || got.duration === null
        ? made.duration
        : got.startTime - clockOf(made) + got.duration) ?? 0;
    const allowed =
      SHORTER_BY + (type === 'video' ? FRAMES_SHORTER / Math.min(source.video?.fps || 25, made.video?.fps || 25) : 0);
    const short = (seconds: number) => seconds < promised - allowed;
    if (!short(lasts)) continue;
    // Where the header does not say how long this stream is, the file is whole if any of its streams reaches the end.
    if (given.duration === null && !short(resultTime(part, (await measure()) ?? 0))) continue;
    return `lasts ${lasts.toFixed(2)} s instead of ${promised.toFixed(2)} s: the ${type === 'video' ? 'picture' : 'sound'} of the input ends before its own header says`;
  }
  return null;
}
