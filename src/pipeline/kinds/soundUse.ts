import type { SoundUse } from '../inspect/probe';
import { kindOf } from './index';
import type { JobRequest } from './jobRequest';

/** What a job asks of the sound of its source. */
export const soundUseOf = ({ kind, options }: JobRequest): SoundUse => ({
  withSound: kindOf(kind).sound && !('audio' in options && options.audio === false),
  track: 'audio_track' in options ? options.audio_track : undefined,
});
