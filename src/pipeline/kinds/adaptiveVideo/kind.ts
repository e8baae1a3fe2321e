import { ADAPTIVE_FORMATS } from '../../media/formats';
import { targetLoudness } from '../../plan/level';
import type { Kind } from '../kind';
import { adaptiveVideoPresets } from './presets';
import { adaptiveVideoSchema, MASTER_PLAYLIST } from './schema';
import type { AdaptiveVideoOptions } from './schema';

export const adaptiveVideo: Kind<AdaptiveVideoOptions, keyof typeof adaptiveVideoPresets> = {
  label: 'Adaptive Video',
  action: 'Make an HLS stream',
  description: 'Make an HLS stream whose quality follows the viewer’s bandwidth',
  command: 'adaptive',
  node: 'createJob',
  formats: ADAPTIVE_FORMATS,
  schema: adaptiveVideoSchema,
  presets: adaptiveVideoPresets,
  earlier: { segment_format: 'ts' },
  sound: true,
  analyses: (options) => targetLoudness(options) !== undefined,
  set: {
    mainFile: MASTER_PLAYLIST,
    extension: 'hls',
    subject: 'HLS is',
    files: /\.(m3u8|ts|m4s|mp4|m4a|aac)$/,
    lists: /\.m3u8$/,
    // Several renditions, none above the source and each about half of the one above.
    growth: 2,
  },
  formatOf: ({ format = ADAPTIVE_FORMATS[0] }) => format,
  defaultFormats: ADAPTIVE_FORMATS,
  codecsOf: () => ['h264'],
  sample: () => ({}),
  load: () => ({ plan: (require('./plan') as typeof import('./plan')).planAdaptiveVideo }),
};
