import { IMAGE_FORMATS } from '../../media/formats';
import type { ImageFormat } from '../../media/formats';
import type { Kind } from '../kind';
import { thumbnailsPresets } from './presets';
import { LIST_FILE, thumbnailsSchema } from './schema';
import type { ThumbnailsOptions } from './schema';

export const thumbnails: Kind<ThumbnailsOptions, keyof typeof thumbnailsPresets> = {
  label: 'Thumbnails',
  action: 'Take thumbnails, frames or a contact sheet of a video',
  description: 'Take many frames out of a video, as pictures or as one sprite with its WebVTT file',
  command: 'thumbnails',
  node: 'createJob',
  formats: IMAGE_FORMATS,
  schema: thumbnailsSchema,
  presets: thumbnailsPresets,
  sound: false,
  set: {
    mainFile: LIST_FILE,
    extension: 'thumbnails',
    subject: 'Thumbnails are',
    files: /^thumbnails?(-\d+)?\.(jpg|png|webp|avif)$/,
    lists: /^thumbnails\.vtt$/,
    growth: 1,
  },
  analyses: ({ scenes }) => scenes === true,
  formatOf: ({ format = IMAGE_FORMATS[0] }) => format,
  defaultFormats: [IMAGE_FORMATS[0]],
  codecsOf: (format) => [format],
  sample: (format) => ({ format: format as ImageFormat, count: 1 }),
  load: () => ({ make: (require('./makeThumbnails') as typeof import('./makeThumbnails')).makeThumbnails }),
};
