import { IMAGE_FORMATS } from '../../media/formats';
import type { ImageFormat } from '../../media/formats';
import type { Kind } from '../kind';
import { imagePresets } from './presets';
import { imageFormat, imageSchema, takesFirst } from './schema';
import type { ImageOptions } from './schema';

export const image: Kind<ImageOptions, keyof typeof imagePresets> = {
  label: 'Image',
  action: 'Take a frame or convert an image',
  description: 'Convert an image, or take a frame out of a video',
  command: 'image',
  node: 'createJob',
  formats: IMAGE_FORMATS,
  schema: imageSchema,
  presets: imagePresets,
  sound: false,
  set: null,
  formatOf: imageFormat,
  takesFirstPicture: takesFirst,
  defaultFormats: ['jpeg', 'png'],
  codecsOf: (format) => [format],
  sample: (format) => ({ format: format as ImageFormat }),
  load: () => ({ plan: (require('./plan') as typeof import('./plan')).planImage }),
};
