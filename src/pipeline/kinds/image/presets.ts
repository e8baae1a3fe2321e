import type { Preset } from '../kind';
import type { ImageOptions } from './schema';

export const imagePresets = {
  thumbnail: {
    label: 'Thumbnail',
    description: 'A picture, or the first frame of a video: jpeg',
    supplies: () => ({ format: 'jpeg' }),
    size: {
      bounded: { words: 'at most 640 pixels wide and high', options: { max_width: 640, max_height: 640 } },
      fixed: { words: '640 pixels wide', options: { width: 640 } },
    },
  },
} satisfies Record<string, Preset<ImageOptions>>;
