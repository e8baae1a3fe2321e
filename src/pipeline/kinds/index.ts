import type { TaskKind } from '../job/job';
import { adaptiveVideo } from './adaptiveVideo/kind';
import type { AdaptiveVideoOptions } from './adaptiveVideo/schema';
import { animation } from './animation/kind';
import type { AnimationOptions } from './animation/schema';
import { audio } from './audio/kind';
import type { AudioOptions } from './audio/schema';
import { isSet } from '../media/formats';
import type { Format, SetFormat } from '../media/formats';
import type { MediaInfo } from '../media/mediaInfo';
import { image } from './image/kind';
import type { ImageOptions } from './image/schema';
import type { Kind } from './kind';
import { shorts } from './shorts/kind';
import type { ShortsOptions } from './shorts/schema';
import { video } from './video/kind';
import type { VideoOptions } from './video/schema';

export interface OptionsOf {
  video: VideoOptions;
  audio: AudioOptions;
  image: ImageOptions;
  animation: AnimationOptions;
  adaptive_video: AdaptiveVideoOptions;
  shorts: ShortsOptions;
}
export type KindName = keyof OptionsOf;

/** A kind whose options are those of its own schema, whichever it is. */
export type AnyKind = Kind<object>;

/** The kinds of job. */
export const KINDS = { video, audio, image, animation, adaptive_video: adaptiveVideo, shorts } satisfies {
  [K in KindName]: Kind<OptionsOf[K]>;
};

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** A kind without the types of its own options: whoever asks has checked them with its schema. */
export const kindOf = (name: KindName): AnyKind => KINDS[name] as AnyKind;

/** The kinds that a node makes. */
export const kindsOf = (node: AnyKind['node']): readonly KindName[] =>
  KIND_NAMES.filter((name) => KINDS[name].node === node);

/** What a job of a kind goes through. */
export const tasksOf = (name: KindName): readonly TaskKind[] => [
  'probe',
  'import',
  ...(KINDS[name].analyses ? ['analyse' as const] : []),
  name,
  'export',
];

/** The format of a result; null where only the source tells (an image keeps its transparency), and that is not known yet. */
export const formatOf = (
  { kind, options }: { kind: KindName; options: object },
  source: MediaInfo | null = null,
): Format | null => kindOf(kind).formatOf(options, source);

/** What the result of a kind is when it is a folder that holds a set of files; null: it is one file. */
export function setOf(name: KindName): SetFormat | null {
  const [format] = KINDS[name].formats;
  return isSet(format) ? format : null;
}
