import type { Preset } from '../kind';
import type { AudioOptions } from './schema';

export const audioPresets = {
  podcast_audio: {
    label: 'Podcast Audio',
    description: 'Speech that plays everywhere: mp3, 128 kbit/s',
    supplies: ({ format, quality, max_bytes: most }) => ({
      format: 'mp3',
      ...(format === undefined && quality === undefined && most === undefined && { bitrate: 128_000 }),
    }),
  },
} satisfies Record<string, Preset<AudioOptions>>;
