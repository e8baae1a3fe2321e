import type { TaskKind } from '../job/job';
import { adaptiveVideo } from './adaptiveVideo/kind';
import type { AdaptiveVideoOptions } from './adaptiveVideo/schema';
import { animation } from './animation/kind';
import type { AnimationOptions } from './animation/schema';
import { audio } from './audio/kind';
import type { AudioOptions } from './audio/schema';
import type { Format } from '../media/formats';
import type { MediaInfo } from '../media/mediaInfo';
import type { ResultSet } from '../media/resultSet';
import { image } from './image/kind';
import type { ImageOptions } from './image/schema';
import type { Kind } from './kind';
import { probe } from './probe/kind';
import type { ProbeOptions } from './probe/schema';
import { shorts } from './shorts/kind';
import type { ShortsOptions } from './shorts/schema';
import { thumbnails } from './thumbnails/kind';
import type { ThumbnailsOptions } from './thumbnails/schema';
import { video } from './video/kind';
import type { VideoOptions } from './video/schema';

export interface OptionsOf {
  video: VideoOptions;
  audio: AudioOptions;
  image: ImageOptions;
  animation: AnimationOptions;
  adaptive_video: AdaptiveVideoOptions;
  shorts: ShortsOptions;
  thumbnails: ThumbnailsOptions;
  probe: ProbeOptions;
}
export type KindName = keyof OptionsOf;

/** A kind whose options are those of its own schema, whichever it is. */
export type AnyKind = Kind<object>;

/** The kinds of job. */
export const KINDS = {
  video,
  audio,
  image,
  animation,
  adaptive_video: adaptiveVideo,
  shorts,
  thumbnails,
  probe,
} satisfies {
  [K in KindName]: Kind<OptionsOf[K]>;
};

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** A kind without the types of its own options: whoever asks has checked them with its schema. */
export const kindOf = (name: KindName): AnyKind => KINDS[name] as AnyKind;

/** The kinds that a node makes. */
export const kindsOf = (node: AnyKind['node']): readonly KindName[] =>
  KIND_NAMES.filter((name) => KINDS[name].node === node);

interface Asked {
  kind: KindName;
  options: object;
  /** Of a sequence: its clips. */
  inputs?: readonly object[] | undefined;
}

/** Whether the source of a job is looked at before there is a plan. What is made of several is heard while it is made. */
export const isAnalysed = ({ kind, options, inputs }: Asked): boolean =>
  inputs === undefined && (kindOf(kind).analyses?.(options) ?? false);

/** Whether jobs of a kind make a file; else what is found out of the source is all. */
export const makesFile = (name: KindName): boolean => kindOf(name).load !== null;

/** What a job goes through. */
export const tasksOf = (job: Asked): readonly TaskKind[] =>
  makesFile(job.kind)
    ? ['probe', 'import', ...(isAnalysed(job) ? ['analyse' as const] : []), job.kind, 'export']
    : [job.kind];

/** The format of a result; null where only the source tells (an image keeps its transparency), and that is not known yet. */
export const formatOf = ({ kind, options }: Asked, source: MediaInfo | null = null): Format | null =>
  kindOf(kind).formatOf(options, source);

/** What the result of a kind is when it is a folder that holds a set of files; null: it is one file. */
export const setOf = (name: KindName): ResultSet | null => KINDS[name].set;

/** All kinds of set. */
export const SETS: readonly ResultSet[] = KIND_NAMES.flatMap((name) => setOf(name) ?? []);
