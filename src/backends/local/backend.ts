import { KIND_NAMES } from '../../pipeline/kinds';
import type { Backend } from '../backend';

/** This machine, on which ffmpeg runs the jobs of its store. */
export const local: Backend = {
  name: 'local',
  label: 'This N8n',
  brief: 'local',
  described: { create: 'On this machine, with ffmpeg', wait: 'On this machine, with ffmpeg' },
  kinds: KIND_NAMES,
  can: { cancel: true, list: true, readFiles: true },
  hosted: null,
  open: (opening) => (require('./openLocal') as typeof import('./openLocal')).openLocal(local, opening),
};
