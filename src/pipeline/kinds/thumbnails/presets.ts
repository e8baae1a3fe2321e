import type { Preset } from '../kind';
import { sized } from '../sized';
import { waysOf } from './schema';
import type { ThumbnailsOptions } from './schema';

/** Whether it is said which pictures are taken. */
const chosen = (options: ThumbnailsOptions): boolean => waysOf(options).length > 0;

export const thumbnailsPresets = {
  contact_sheet: {
    label: 'Contact Sheet',
    description: 'One picture, a sprite of 16 frames in 4 columns: jpeg, each 320 pixels wide',
    supplies: (set) => ({
      format: 'jpeg',
      sprite: true,
      ...(!chosen(set) && { count: 16 }),
      ...(set.sprite !== false && { columns: 4 }),
      ...sized(set, { width: 320 }),
    }),
  },
  seek_preview: {
    label: 'Seek Bar Preview',
    description:
      'A sprite and the WebVTT file by which players show it: a frame every 5 seconds, jpeg, 160 pixels wide',
    supplies: (set) => ({
      format: 'jpeg',
      sprite: true,
      ...(!chosen(set) && { interval: 5 }),
      ...sized(set, { width: 160 }),
    }),
  },
  vision_frames: {
    label: 'Frames for a Vision Model',
    description: 'Frames spread over a video, each a file: jpeg, 768 pixels wide, 8 frames',
    supplies: (set) => ({ format: 'jpeg', ...(!chosen(set) && { count: 8 }), ...sized(set, { width: 768 }) }),
  },
} satisfies Record<string, Preset<ThumbnailsOptions>>;
