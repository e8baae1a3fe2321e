import { KIND_NAMES } from '../../pipeline/kinds';
import type { Backend } from '../backend';

/** This machine, on which ffmpeg runs the jobs of its store. */
export const local: Backend = {
  name: 'local',
  label: 'This N8n',
  brief: 'local',
  described: { create: 'On this machine, with ffmpeg', wait: 'On this machine, with ffmpeg' },
  kinds: KIND_NAMES,
  takes: null,
  can: { cancel: true, list: true, readFiles: true },
  hosted: null,
  webhooks: {
    described: 'Jobs that run on this n8n',
    notice:
      'Give it to <b>Create Job</b> as webhook URL. Nothing else is to be set: the secret that signs the webhooks is known here.',
    ownSecret: true,
    confirms: 'never',
    load: () => (require('../standardSource') as typeof import('../standardSource')).standardSource,
  },
  open: (opening) => (require('./openLocal') as typeof import('./openLocal')).openLocal(local, opening),
};
