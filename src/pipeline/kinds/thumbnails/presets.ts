import type { Preset } from '../kind';
import { unlessSized } from '../unlessSized';
import { waysOf } from './schema';
import type { ThumbnailsOptions } from './schema';

const within = (side: number) => ({ max_width: side, max_height: side });

/** Whether it is said which pictures are taken. */
const chosen = (options: ThumbnailsOptions): boolean => waysOf(options).length > 0;

export const thumbnailsPresets = {
  contact_sheet: {
    label: 'Contact Sheet',
    description: 'One picture, a sprite of 16 frames in 4 columns: jpeg, each at most 320 pixels wide and high',
    supplies: (set) => ({
      format: 'jpeg',
      sprite: true,
      ...(!chosen(set) && { count: 16 }),
      ...(set.sprite !== false && { columns: 4 }),
      ...unlessSized(set, within(320)),
    }),
  },
  seek_preview: {
    label: 'Seek Bar Preview',
    description:
      'A sprite and the WebVTT file by which players show it: a frame every 5 seconds, jpeg, each at most 160 pixels wide and high',
    supplies: (set) => ({
      format: 'jpeg',
      sprite: true,
      ...(!chosen(set) && { interval: 5 }),
      ...unlessSized(set, within(160)),
    }),
  },
  vision_frames: {
    label: 'Frames for a Vision Model',
    description: 'Frames spread over a video, each a file: jpeg, 8 frames, each at most 768 pixels wide and high',
    supplies: (set) => ({ format: 'jpeg', ...(!chosen(set) && { count: 8 }), ...unlessSized(set, within(768)) }),
  },
} satisfies Record<string, Preset<ThumbnailsOptions>>;
