import type { Preset } from '../kind';
import { unlessSized } from '../unlessSized';
import type { VideoOptions } from './schema';

const small = (size: Partial<VideoOptions>, words: string): Pick<Preset<VideoOptions>, 'description' | 'supplies'> => ({
  description: `For mail and chat: mp4, low quality, ${words}`,
  supplies: (set) => ({ ...(set.codec !== 'vp9' && { format: 'mp4' }), quality: 'low', ...unlessSized(set, size) }),
});

export const videoPresets = {
  web_video: {
    label: 'Web Video',
    description: 'Plays in every browser and on phones: mp4, medium quality',
    supplies: ({ codec }) => ({ ...(codec !== 'vp9' && { format: 'mp4' }), quality: 'medium' }),
  },
  small_video: {
    label: 'Small Video',
    ...small({ short_side: 480, upscale: false }, 'at most 480 pixels on the shorter side'),
    before: small({ height: 480 }, '480 pixels high'),
  },
} satisfies Record<string, Preset<VideoOptions>>;
