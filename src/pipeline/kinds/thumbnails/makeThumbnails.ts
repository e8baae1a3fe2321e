import { availableParallelism } from 'node:os';
import { mapLimit } from '../../base/mapLimit';
import { mediaError } from '../../errors/mediaError';
import { readCapabilities } from '../../ffmpeg/capabilities';
import type { JobWarning } from '../../job/job';
import { clockOf } from '../../media/clock';
import { MAX_SIDE } from '../../media/frame';
import type { MediaInfo, VideoInfo } from '../../media/mediaInfo';
import { nameOf } from '../../media/nameOf';
import type { Part } from '../../media/part';
import type { SourceTime } from '../../media/time';
import type { Cost } from '../../plan/cost';
import { edited } from '../../plan/edits';
import { outputsOf } from '../../plan/finish';
import { gridOf } from '../../plan/frameGrid';
import { isSized } from '../../plan/askedSize';
import { shapeOf } from '../../plan/geometry';
import { movingPicture } from '../../plan/sourcePicture';
import { timeRange } from '../../plan/timeRange';
import type { Plan } from '../../plan/types';
import { transparencyLost, upscaled } from '../../plan/warnings';
import type { JobContext, Made, Production, Work, Workplace } from '../maker';
import { batchesOf } from './batches';
import type { Batch } from './batches';
import { thumbnailsCost } from './cost';
import { layoutOf } from './layout';
import type { Layout } from './layout';
import { LIST, listOf, writeList } from './listFile';
import { distinct, momentsOf } from './moments';
import type { Moment } from './moments';
import { planFrames, planPictures, planSprite } from './plan';
import type { PictureUse } from './plan';
import { cutsIn } from './scenes';
import { isSprite, SPRITE_WIDTH } from './schema';
import type { ThumbnailsOptions } from './schema';

type ThumbnailsJob = JobContext<ThumbnailsOptions>;

/** Everything that is going to be made, as data. */
interface Thumbnails {
  moments: Moment[];
  batches: Batch[];
  /** One for each batch, in its order. */
  plans: Plan[];
  /** null: each picture is a file. */
  sprite: { layout: Layout; plan: Plan } | null;
  list: string;
}

/** Thumbnails: pictures at some moments of a source, each a file, or all in one sprite, and a list that says which is shown when. */
export async function makeThumbnails(job: ThumbnailsJob): Promise<Work> {
  const { options, media, imported, binaries, signal } = job;
  const picture = movingPicture(media, 'thumbnails');
  const { part, warnings } = lookedAt(options, media, picture);
  const use = await pictureUse(job);
  const produce = (cuts: readonly SourceTime[]): Production => {
    const asked = momentsOf(options, part, cuts);
    const moments = distinct(asked, gridOf(imported.source, use.picture).fps);
    return production(thumbnailsOf(moments, options, use), use, [
      ...warnings,
      ...upscaled(use.picture, use.shape),
      ...transparencyLost(picture, use.format, options.background),
      ...fewer(asked.length, moments.length),
    ]);
  };
  if (options.scenes === true)
    return {
      files: [LIST],
      cost: { ...NOTHING, seconds: part.end - part.start },
      analyse: async (onProgress) =>
        produce(await cutsIn(imported.source, use.picture, part, { ffmpeg: binaries.ffmpeg, signal, onProgress })),
    };
  const known = produce([]);
  return { files: [LIST], cost: known.cost, analyse: () => Promise.resolve(known) };
}

const NOTHING: Cost = { seconds: 0, soundBytes: 0, pixels: 0, framePixels: 0, bytes: 0 };

/** The part of a source that pictures are taken of. @throws input_unsupported, range_invalid */
function lookedAt(
  options: ThumbnailsOptions,
  media: MediaInfo,
  picture: VideoInfo,
): { part: Part; warnings: JobWarning[] } {
  const { duration, path } = media;
  if (duration === null)
    throw mediaError('input_unsupported', { input: nameOf(path), why: 'its duration cannot be told' });
  // Where its sound goes on after it, the picture has ended: its last frame is taken for a later moment only where that was asked for.
  const pictured = picture.duration === null ? duration : picture.startTime - clockOf(media) + picture.duration;
  const isAskedLater = [options.start ?? 0, ...(options.times ?? [])].some((time) => time >= pictured);
  const { reading, warnings } = timeRange(options, isAskedLater ? duration : Math.min(duration, pictured));
  return { part: { start: reading.start, end: reading.start + (reading.seconds ?? 0) }, warnings };
}

async function pictureUse({ options, imported, binaries }: ThumbnailsJob): Promise<PictureUse> {
  const picture = edited(movingPicture(imported.source, 'thumbnails'), options);
  const asks = !isSprite(options) || isSized(picture, options);
  const sized = asks ? options : { ...options, width: Math.min(SPRITE_WIDTH, picture.width) };
  return {
    imported,
    picture,
    shape: shapeOf(picture, sized, { maxSide: MAX_SIDE, even: false }),
    format: options.format ?? 'jpeg',
    quality: options.quality ?? 'medium',
    background: options.background ?? null,
    encoders: await readCapabilities(binaries.ffmpeg),
  };
}

function thumbnailsOf(moments: Moment[], options: ThumbnailsOptions, use: PictureUse): Thumbnails {
  const batches = batchesOf(moments);
  const layout = isSprite(options) ? layoutOf(moments.length, use.shape, options.columns) : null;
  return {
    moments,
    batches,
    plans: batches.map((batch) => (layout === null ? planPictures : planFrames)(batch, use)),
    sprite: layout && { layout, plan: planSprite(moments.length, layout, use) },
    list: listOf(moments, use.format, layout),
  };
}

const fewer = (asked: number, left: number): JobWarning[] =>
  left === asked
    ? []
    : [
        {
          kind: 'pictures_alike',
          message: `Of the ${asked} pictures ${asked - left} would show the same frame as the one before; they were left out.`,
        },
      ];

function production(thumbnails: Thumbnails, use: PictureUse, warnings: JobWarning[]): Production {
  const { plans, sprite } = thumbnails;
  return {
    cost: thumbnailsCost(thumbnails.batches, sprite?.layout ?? null, use),
    warnings,
    foresee: () =>
      Promise.resolve({
        plans: [...plans, ...(sprite === null ? [] : [sprite.plan])],
        outputs: [LIST, ...(sprite === null ? plans.flatMap(outputsOf) : outputsOf(sprite.plan))],
        warnings,
      }),
    make: (workplace) => make(thumbnails, workplace),
    published: () => undefined,
  };
}

async function make({ moments, batches, plans, sprite, list }: Thumbnails, workplace: Workplace): Promise<Made> {
  const { encode, folder, onProgress } = workplace;
  const shares = batches.map(() => 0);
  const made = await mapLimit(availableParallelism(), plans, (plan, index) =>
    encode(plan, (percent) => {
      shares[index] = percent * ((batches[index]?.moments.length ?? 0) / moments.length);
      onProgress(shares.reduce((sum, share) => sum + share, 0));
    }),
  );
  const whole = sprite === null ? made : [await encode(sprite.plan, () => undefined)];
  const [first] = whole;
  if (first === undefined) throw mediaError('internal_error', { why: 'there is no picture' });
  const files = [await writeList(folder, list), ...whole.flatMap((one) => one.files)];
  return {
    files,
    output: { ...first.output, url: LIST.file, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) },
    warnings: once(made.flatMap((one) => one.warnings)),
  };
}

/** What is said of several runs is said once. */
const once = (warnings: readonly JobWarning[]): JobWarning[] => [
  ...new Map(warnings.map((warning) => [JSON.stringify(warning), warning])).values(),
];
