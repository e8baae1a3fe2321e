import type { z } from 'zod/v4';
import { adaptiveVideoSchema } from './adaptiveVideo/schema';
import type { AdaptiveVideoOptions } from './adaptiveVideo/schema';
import { animationSchema } from './animation/schema';
import type { AnimationOptions } from './animation/schema';
import { audioSchema } from './audio/schema';
import type { AudioOptions } from './audio/schema';
import {
  ADAPTIVE_FORMATS,
  ANIMATION_FORMATS,
  AUDIO_FORMATS,
  IMAGE_FORMATS,
  isSet,
  SHORTS_FORMATS,
  VIDEO_FORMATS,
} from './formats';
import type { Format, SetFormat } from './formats';
import { imageSchema } from './image/schema';
import type { ImageOptions } from './image/schema';
import { shortsSchema } from './shorts/schema';
import type { ShortsOptions } from './shorts/schema';
import { videoSchema } from './video/schema';
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

interface Kind<K extends KindName> {
  label: string;
  description: string;
  /** The command of `media-jobs` that makes it. */
  command: string;
  formats: readonly [Format, ...Format[]];
  schema: z.ZodType<OptionsOf[K]>;
}

/** The kinds of job. Knows schemas and labels only; how a kind is made stands in its plan. */
export const KINDS: { [K in KindName]: Kind<K> } = {
  video: {
    label: 'Video',
    description: 'Convert to a video that plays in browsers and on phones',
    command: 'video',
    formats: VIDEO_FORMATS,
    schema: videoSchema,
  },
  audio: {
    label: 'Audio',
    description: 'Extract or convert the sound of a video or audio file',
    command: 'audio',
    formats: AUDIO_FORMATS,
    schema: audioSchema,
  },
  image: {
    label: 'Image',
    description: 'Convert an image, or take a frame out of a video',
    command: 'image',
    formats: IMAGE_FORMATS,
    schema: imageSchema,
  },
  animation: {
    label: 'Animation',
    description: 'Make a short GIF or animated WebP without sound',
    command: 'animation',
    formats: ANIMATION_FORMATS,
    schema: animationSchema,
  },
  adaptive_video: {
    label: 'Adaptive Video',
    description: 'Make an HLS stream whose quality follows the viewer’s bandwidth',
    command: 'adaptive',
    formats: ADAPTIVE_FORMATS,
    schema: adaptiveVideoSchema,
  },
  shorts: {
    label: 'Shorts',
    description: 'Cut short vertical clips out of a long video',
    command: 'shorts',
    formats: SHORTS_FORMATS,
    schema: shortsSchema,
  },
};

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** The kinds that the hosted job API has too, and the Create Job node makes. Shorts have a node of their own. */
export const JOB_KINDS: readonly KindName[] = KIND_NAMES.filter((kind) => kind !== 'shorts');

/** What the result of a kind is when it is a folder that holds a set of files; null: it is one file. */
export function setOf(kind: KindName): SetFormat | null {
  const [format] = KINDS[kind].formats;
  return isSet(format) ? format : null;
}
