import { AUDIO_CODEC_OF, AUDIO_FORMATS } from '../../media/formats';
import type { AudioFormat } from '../../media/formats';
import { targetLoudness } from '../../plan/level';
import type { Kind } from '../kind';
import { audioPresets } from './presets';
import { audioSchema } from './schema';
import type { AudioOptions } from './schema';

export const audio: Kind<AudioOptions, keyof typeof audioPresets> = {
  label: 'Audio',
  action: 'Extract audio',
  description: 'Extract or convert the sound of a video or audio file',
  command: 'audio',
  node: 'createJob',
  formats: AUDIO_FORMATS,
  schema: audioSchema,
  presets: audioPresets,
  joins: { without: ['reverse'], clip: ['start', 'end', 'volume'] },
  sound: true,
  analyses: (options) => targetLoudness(options) !== undefined,
  set: null,
  formatOf: ({ format = AUDIO_FORMATS[0] }) => format,
  defaultFormats: [AUDIO_FORMATS[0]],
  codecsOf: (format) => [AUDIO_CODEC_OF[format as AudioFormat]],
  sample: (format) => ({ format: format as AudioFormat }),
  load: () => ({
    plan: (require('./plan') as typeof import('./plan')).planAudio,
    sequence: (require('./sequence') as typeof import('./sequence')).planAudioSequence,
  }),
};
