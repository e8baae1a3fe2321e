import type { Preset } from '../kind';
import type { AnimationOptions } from './schema';

const PREVIEW_SECONDS = 3;

export const animationPresets = {
  gif_preview: {
    label: 'GIF Preview',
    description: `The first ${PREVIEW_SECONDS} seconds, or as many from Start on: gif, 10 frames per second`,
    supplies: (set) => ({
      format: 'gif',
      end: (set.start ?? 0) + PREVIEW_SECONDS,
      fps: 10,
    }),
    size: {
      bounded: { words: 'at most 480 pixels wide and high', options: { max_width: 480, max_height: 480 } },
      fixed: { words: '480 pixels wide', options: { width: 480 } },
    },
  },
} satisfies Record<string, Preset<AnimationOptions>>;
