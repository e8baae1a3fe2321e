import type { Kind } from '../kind';
import { probeSchema } from './schema';
import type { ProbeOptions } from './schema';

/** Makes no file: what the probe says of the source is the output of the job's one task. */
export const probe: Kind<ProbeOptions, never> = {
  label: 'Media Info',
  action: 'Get media info',
  description: 'Say what a file is made of: format, size, length, codecs, tags',
  command: 'probe',
  node: 'createJob',
  formats: [],
  schema: probeSchema,
  presets: {},
  sound: true,
  set: null,
  formatOf: () => null,
  defaultFormats: [],
  codecsOf: () => [],
  sample: () => ({}),
  load: null,
};
