import { ANIMATION_FORMATS } from '../../media/formats';
import type { AnimationFormat } from '../../media/formats';
import type { Kind } from '../kind';
import { animationPresets } from './presets';
import { animationSchema } from './schema';
import type { AnimationOptions } from './schema';

export const animation: Kind<AnimationOptions, keyof typeof animationPresets> = {
  label: 'Animation',
  action: 'Make a GIF or animated WebP',
  description: 'Make a short GIF or animated WebP without sound',
  command: 'animation',
  node: 'createJob',
  formats: ANIMATION_FORMATS,
  schema: animationSchema,
  presets: animationPresets,
  sound: false,
  set: null,
  formatOf: ({ format = ANIMATION_FORMATS[0] }) => format,
  defaultFormats: [ANIMATION_FORMATS[0]],
  codecsOf: (format) => [format],
  sample: (format) => ({ format: format as AnimationFormat, end: 1 }),
  load: () => ({ plan: (require('./plan') as typeof import('./plan')).planAnimation }),
};
