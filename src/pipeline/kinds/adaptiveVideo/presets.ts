import type { Preset } from '../kind';
import type { AdaptiveVideoOptions } from './schema';

export const adaptiveVideoPresets = {
  hls_stream: {
    label: 'HLS Stream',
    description: 'A stream whose quality follows the viewer’s bandwidth: HLS, medium quality',
    supplies: () => ({ format: 'hls', quality: 'medium' }),
  },
} satisfies Record<string, Preset<AdaptiveVideoOptions>>;
