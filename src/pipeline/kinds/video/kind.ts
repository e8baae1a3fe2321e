import { CODECS_OF, VIDEO_FORMATS } from '../../media/formats';
import type { VideoCodec, VideoFormat } from '../../media/formats';
import { transitions } from '../joinFields';
import { targetLoudness } from '../../plan/level';
import type { Kind } from '../kind';
import { videoPresets } from './presets';
import { videoSchema, videoTarget } from './schema';
import type { VideoOptions } from './schema';

export const video: Kind<VideoOptions, keyof typeof videoPresets> = {
  label: 'Video',
  action: 'Convert a video',
  description: 'Convert to a video that plays in browsers and on phones',
  command: 'video',
  node: 'createJob',
  formats: VIDEO_FORMATS,
  schema: videoSchema,
  presets: videoPresets,
  joins: { without: ['reverse'], only: Object.keys(transitions()) },
  sound: true,
  // What is mixed is heard while it is made.
  analyses: ({ audio_url: voice, music_url: music, ...options }) =>
    targetLoudness(options) !== undefined && voice === undefined && music === undefined,
  set: null,
  formatOf: (options) => videoTarget(options).format,
  defaultFormats: [VIDEO_FORMATS[0]],
  codecsOf: (format) => CODECS_OF[format as VideoFormat],
  sample: (format, codec) => ({ format: format as VideoFormat, codec: codec as VideoCodec }),
  load: () => ({
    plan: (require('./plan') as typeof import('./plan')).planVideo,
    sequence: (require('./sequence') as typeof import('./sequence')).planVideoSequence,
  }),
};
