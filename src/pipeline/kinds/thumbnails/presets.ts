import type { Preset, PresetSize } from '../kind';
import { waysOf } from './schema';
import type { ThumbnailsOptions } from './schema';

/** Pictures of at most so many pixels on each side: there have been presets of this kind only since sizes are bounded. */
function within(side: number): PresetSize<ThumbnailsOptions> {
  const size = { words: `each at most ${side} pixels wide and high`, options: { max_width: side, max_height: side } };
  return { bounded: size, fixed: size };
}

/** Whether it is said which pictures are taken. */
const chosen = (options: ThumbnailsOptions): boolean => waysOf(options).length > 0;

export const thumbnailsPresets = {
  contact_sheet: {
    label: 'Contact Sheet',
    description: 'One picture, a sprite of 16 frames in 4 columns: jpeg',
    supplies: (set) => ({
      format: 'jpeg',
      sprite: true,
      ...(!chosen(set) && { count: 16 }),
      ...(set.sprite !== false && { columns: 4 }),
    }),
    size: within(320),
  },
  seek_preview: {
    label: 'Seek Bar Preview',
    description: 'A sprite and the WebVTT file by which players show it: a frame every 5 seconds, jpeg',
    supplies: (set) => ({
      format: 'jpeg',
      sprite: true,
      ...(!chosen(set) && { interval: 5 }),
    }),
    size: within(160),
  },
  vision_frames: {
    label: 'Frames for a Vision Model',
    description: 'Frames spread over a video, each a file: jpeg, 8 frames',
    supplies: (set) => ({ format: 'jpeg', ...(!chosen(set) && { count: 8 }) }),
    size: within(768),
  },
} satisfies Record<string, Preset<ThumbnailsOptions>>;
