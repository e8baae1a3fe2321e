import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { atOnce } from '../atOnce';
import { MediaJobError, mediaError } from '../errors';
import type { Binaries } from '../ffmpeg/find';
import { measureDuration } from '../ffmpeg/measureDuration';
import { probePlaylist } from '../hls/probePlaylist';
import { clockOf } from '../media/clock';
import { CODEC_NAMES } from '../media/codecNames';
import type { ProducedFile } from '../media/destination';
import type { MediaInfo } from '../media/mediaInfo';
import type { ExpectedOutput } from '../plan/types';
import type { Part } from './partRead';
import { probeFile } from './probe';

/** A result may be shorter than planned by so many seconds, and by so many frames: codecs work in frames. */
const SHORTER_BY = 0.25;
const FRAMES_SHORTER = 2;

/** An output that was probed and found to be what the plan said. */
export interface Verified {
  file: ProducedFile;
  info: MediaInfo;
}

/** What the outputs were made from, and with. */
export interface Making {
  source: MediaInfo;
  part: Part;
  binaries: Binaries;
  signal: AbortSignal;
}

/**
 * Probes every output of a plan and holds it against what was planned: an encoder's exit code is no proof.
 * @throws output_incomplete, cancelled
 */
export async function verifyOutputs(
  outputs: readonly ExpectedOutput[],
  folder: string,
  making: Making,
): Promise<Verified[]> {
  return atOnce(availableParallelism(), outputs, async (output) => {
    const path = join(folder, output.file);
    const bytes = await stat(path).then(
      ({ size }) => size,
      () => 0,
    );
    const incomplete = (why: string, cause?: unknown) =>
      mediaError('output_incomplete', { why: `${output.file} ${why}` }, cause);
    if (bytes === 0) throw incomplete('is empty or was not written');
    const info = await probeOutput(path, output, making).catch((error: unknown) => {
      // A result that cannot be read is not the input's fault, as the probe would have it.
      throw error instanceof MediaJobError && error.kind.startsWith('input_')
        ? incomplete('cannot be read', error)
        : error;
    });
    const why = mismatch(output, info) ?? (await shortfall(output, info, making));
    if (why !== null) throw incomplete(why);
    return { file: { ...output, path, bytes }, info };
  });
}

const probeOutput = (path: string, { format }: ExpectedOutput, { binaries, signal }: Making): Promise<MediaInfo> =>
  format === 'hls' ? probePlaylist(path, binaries, signal) : probeFile(path, binaries, signal);

/** Pure: what a file lacks of what was planned, in words; null when it is as planned. */
function mismatch(planned: ExpectedOutput, { video, audio }: MediaInfo): string | null {
  if (planned.videoCodec !== undefined && (video === null || CODEC_NAMES[video.codec] !== planned.videoCodec))
    return `has ${video?.codec ?? 'no picture'} instead of ${planned.videoCodec}`;
  if (planned.audioCodec !== undefined && (audio === null || CODEC_NAMES[audio.codec] !== planned.audioCodec))
    return `has ${audio?.codec ?? 'no sound'} instead of ${planned.audioCodec}`;
  const { width, height = 0 } = planned;
  if (width !== undefined && (video === null || video.width !== width || video.height !== height))
    return `is ${video?.width ?? 0}×${video?.height ?? 0} instead of ${width}×${height}`;
  return null;
}

/**
 * How much earlier the picture or the sound of a result ends than the source's header promised, in words; null when they last long enough.
 * A stream is held to its own length: a file lasts as long as its longest one, which can be subtitles or other data that the result leaves out.
 */
async function shortfall(
  planned: ExpectedOutput,
  made: MediaInfo,
  { source, part, binaries, signal }: Making,
): Promise<string | null> {
  const { duration: whole } = source;
  if (planned.duration === undefined || whole === null || !source.durationDeclared) return null;
  for (const type of ['video', 'audio'] as const) {
    const [from, to] = [source[type], made[type]];
    if (from === null || to === null) continue;
    const promised = Math.min(
      planned.duration,
      (from.duration === null ? whole : from.startTime - clockOf(source) + from.duration) - part.start,
    );
    // A playlist's segments have clocks of their own.
    const lasts =
      (planned.format === 'hls' || to.duration === null ? made.duration : to.startTime - clockOf(made) + to.duration) ??
      0;
    const allowed =
      SHORTER_BY + (type === 'video' ? FRAMES_SHORTER / Math.min(source.video?.fps || 25, made.video?.fps || 25) : 0);
    const short = (seconds: number) => seconds < promised - allowed;
    if (!short(lasts)) continue;
    // Where the header does not say how long this stream is, the file is whole if any of its streams reaches the end.
    if (from.duration === null && !short((await measureDuration(source.path, binaries.ffmpeg, signal, 'all')) ?? 0))
      continue;
    return `lasts ${lasts.toFixed(2)} s instead of ${promised.toFixed(2)} s: the ${type === 'video' ? 'picture' : 'sound'} of the input ends before its own header says`;
  }
  return null;
}
