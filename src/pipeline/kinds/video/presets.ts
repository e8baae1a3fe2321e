import type { Preset } from '../kind';
import type { VideoOptions } from './schema';

export const videoPresets = {
  web_video: {
    label: 'Web Video',
    description: 'Plays in every browser and on phones: mp4, medium quality',
    supplies: ({ codec }) => ({ ...(codec !== 'vp9' && { format: 'mp4' }), quality: 'medium' }),
  },
  small_video: {
    label: 'Small Video',
    description: 'For mail and chat: mp4, low quality',
    supplies: (set) => ({
      ...(set.codec !== 'vp9' && { format: 'mp4' }),
      quality: 'low',
    }),
    size: {
      bounded: { words: 'at most 480 pixels on the shorter side', options: { short_side: 480, upscale: false } },
      fixed: { words: '480 pixels high', options: { height: 480 } },
    },
  },
} satisfies Record<string, Preset<VideoOptions>>;
