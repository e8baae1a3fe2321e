import { wishOf } from './schema';
import type { ShortsOptions } from './schema';
import type { MediaInfo } from '../../media/mediaInfo';
import { costOf } from '../../plan/cost';
import type { Cost } from '../../plan/cost';
import { movingPicture } from '../../plan/sourcePicture';
import { isPast, lasts, timeRange } from '../../plan/timeRange';
import { analyse } from './analyse/analyse';
import type { AnalyseUse, Examined } from './analyse/analyse';
import type { Choice } from './choose/choose';
import { readTranscript } from '../../captions/transcript';
import { mediaError } from '../../errors/mediaError';
import type { MediaJobError } from '../../errors/mediaError';
import type { Part } from '../../media/part';

const GIVEN = 'It was given.';

/** What is wanted of a source, and what is said in it, as `analyse` takes them. @throws no_video_stream, input_unsupported, range_invalid */
export function wantedShorts(
  options: ShortsOptions,
  media: MediaInfo,
): Pick<AnalyseUse, 'transcript'> & { wanted: Parameters<typeof analyse>[1] } {
  movingPicture(media, 'shorts');
  return {
    wanted: givenShorts(options, media) ?? wishOf(options),
    transcript: options.transcript === undefined ? null : readTranscript(options.transcript, media.duration),
  };
}

/** Analyses a source and chooses of it what is wanted, which is one short at least. @throws no_short_found; what analysing throws */
export async function findShorts(
  options: ShortsOptions,
  source: MediaInfo,
  { wanted, transcript }: ReturnType<typeof wantedShorts>,
  use: Omit<AnalyseUse, 'transcript'>,
): Promise<Examined> {
  const examined = await analyse(source, wanted, { ...use, transcript });
  if (examined.choices.length === 0) throw noShort(options, source);
  return examined;
}

/** What looking at a source costs: all of its sound and its keyframes, which takes as long as the source is. */
export const analysisCost = ({ duration }: MediaInfo): Cost => ({ ...NOTHING, seconds: duration });

/** What shorts cost together. */
export function shortsCost(source: MediaInfo, parts: readonly Part[], size: { width: number; height: number }): Cost {
  const seconds = parts.reduce((sum, { start, end }) => sum + end - start, 0);
  const picture = { framePixels: size.width * size.height, fps: source.video?.fps ?? 0, bitrate: null };
  return { ...costOf(source, { seconds, reading: { seconds } }, picture, null), seconds: source.duration };
}

const NOTHING: Cost = { seconds: 0, soundBytes: 0, pixels: 0, framePixels: 0, bytes: 0 };

/** The shorts that were given, in the order of the request; null where they are to be chosen. */
function givenShorts({ predefined_shorts: given }: ShortsOptions, { duration }: MediaInfo): Choice[] | null {
  if (given === undefined) return null;
  return given.map(({ start, end }) => {
    const { seconds } = timeRange({ start, end }, duration);
    if (isPast(end, duration))
      throw mediaError('range_invalid', { why: `${lasts(duration)}, so no short can end at ${end} s.` });
    return { start, end: seconds === null ? end : start + seconds, score: null, reason: GIVEN };
  });
}

function noShort(options: ShortsOptions, { duration }: MediaInfo): MediaJobError {
  const { least, most } = wishOf(options);
  const why =
    duration !== null && duration < least
      ? `the input lasts ${duration.toFixed(1)} s, and a short at least ${least} s`
      : `there is no part of ${least} to ${most} s that begins and ends at a pause or a cut and is free of black`;
  return mediaError('no_short_found', { why });
}
