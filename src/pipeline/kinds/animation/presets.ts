import type { Preset } from '../kind';
import { sized } from '../sized';
import type { AnimationOptions } from './schema';

const PREVIEW_SECONDS = 3;

export const animationPresets = {
  gif_preview: {
    label: 'GIF Preview',
    description: `The first ${PREVIEW_SECONDS} seconds, or as many from Start on: gif, 480 pixels wide, 10 frames per second`,
    supplies: (set) => ({
      format: 'gif',
      end: (set.start ?? 0) + PREVIEW_SECONDS,
      fps: 10,
      ...sized(set, { width: 480 }),
    }),
  },
} satisfies Record<string, Preset<AnimationOptions>>;
