import { SHORTS_FORMATS } from '../../media/formats';
import type { Kind } from '../kind';
import { shortsSchema } from './schema';
import type { ShortsOptions } from './schema';

export const shorts: Kind<ShortsOptions, never> = {
  label: 'Shorts',
  action: 'Cut shorts out of a long video',
  description: 'Cut short vertical clips out of a long video',
  command: 'shorts',
  node: 'createShorts',
  formats: SHORTS_FORMATS,
  schema: shortsSchema,
  presets: {},
  sound: true,
  analyses: true,
  formatOf: () => SHORTS_FORMATS[0],
  defaultFormats: SHORTS_FORMATS,
  codecsOf: () => ['h264'],
  sample: () => ({ predefined_shorts: [{ start: 0, end: 1 }] }),
  load: () => ({ make: (require('./makeShorts') as typeof import('./makeShorts')).makeShorts }),
};
