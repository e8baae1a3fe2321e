import type { Preset } from '../kind';
import { sized } from '../sized';
import type { ImageOptions } from './schema';

export const imagePresets = {
  thumbnail: {
    label: 'Thumbnail',
    description: 'A picture, or the first frame of a video: jpeg, 640 pixels wide',
    supplies: (set) => ({ format: 'jpeg', ...sized(set, { width: 640 }) }),
  },
} satisfies Record<string, Preset<ImageOptions>>;
