import type { Preset } from '../kind';
import { unlessSized } from '../unlessSized';
import type { ImageOptions } from './schema';

export const imagePresets = {
  thumbnail: {
    label: 'Thumbnail',
    description: 'A picture, or the best frame of the beginning of a video: jpeg, at most 640 pixels wide and high',
    supplies: (set) => ({
      format: 'jpeg',
      ...(set.start === undefined && { frame: 'best' }),
      ...unlessSized(set, { max_width: 640, max_height: 640 }),
    }),
    before: {
      description: 'A picture, or the first frame of a video: jpeg, 640 pixels wide',
      supplies: (set) => ({ format: 'jpeg', ...unlessSized(set, { width: 640 }) }),
    },
  },
} satisfies Record<string, Preset<ImageOptions>>;
