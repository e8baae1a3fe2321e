import type { SoundUse } from '../inspect/probe';
import { kindOf } from './index';
import type { Mix } from '../media/mix';
import type { JobRequest } from './jobRequest';

/** What a job asks of the sound of its source. */
export const soundUseOf = ({ kind, options }: JobRequest): SoundUse => ({
  withSound: kindOf(kind).sound && !('audio' in options && options.audio === false) && !isReplaced(options),
  track: 'audio_track' in options ? options.audio_track : undefined,
});

/** Whether other sound is heard in place of that of the source. */
const isReplaced = (options: object): boolean =>
  'audio_url' in options && !('audio_mode' in options && options.audio_mode === MIX);

const MIX: Mix = 'mix';
