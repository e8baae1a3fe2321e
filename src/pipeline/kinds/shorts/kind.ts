import type { Kind } from '../kind';
import { LIST_FILE, shortsSchema } from './schema';
import type { ShortsOptions } from './schema';

export const shorts: Kind<ShortsOptions, never> = {
  label: 'Shorts',
  action: 'Cut shorts out of a long video',
  description: 'Cut short vertical clips out of a long video',
  command: 'shorts',
  node: 'createShorts',
  formats: ['mp4'],
  schema: shortsSchema,
  presets: {},
  sound: true,
  set: {
    mainFile: LIST_FILE,
    extension: 'shorts',
    subject: 'Shorts are',
    files: /^short-\d+\.(mp4|jpg|vtt)$|^contact-sheet\.png$/,
    lists: /^shorts\.json$/,
    growth: 2,
  },
  analyses: () => true,
  formatOf: () => 'mp4',
  defaultFormats: ['mp4'],
  codecsOf: () => ['h264'],
  sample: () => ({ predefined_shorts: [{ start: 0, end: 1 }] }),
  load: () => ({ make: (require('./makeShorts') as typeof import('./makeShorts')).makeShorts }),
};
