import type { Preset } from '../kind';
import { unlessSized } from '../unlessSized';
import type { AnimationOptions } from './schema';

const PREVIEW_SECONDS = 3;

const preview = (
  size: Partial<AnimationOptions>,
  words: string,
): Pick<Preset<AnimationOptions>, 'description' | 'supplies'> => ({
  description: `The first ${PREVIEW_SECONDS} seconds, or as many from Start on: gif, ${words}, 10 frames per second`,
  supplies: (set) => ({
    format: 'gif',
    end: (set.start ?? 0) + PREVIEW_SECONDS,
    fps: 10,
    ...unlessSized(set, size),
  }),
});

export const animationPresets = {
  gif_preview: {
    label: 'GIF Preview',
    ...preview({ max_width: 480, max_height: 480 }, 'at most 480 pixels wide and high'),
    before: preview({ width: 480 }, '480 pixels wide'),
  },
} satisfies Record<string, Preset<AnimationOptions>>;
