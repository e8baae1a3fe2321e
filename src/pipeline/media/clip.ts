import type { Fit } from './frame';
import type { SourceTime } from './time';

/** How the view of a still picture moves while it is shown. */
export const MOTION_LABELS = {
  none: { name: 'None', description: 'It stands still' },
  zoom_in: { name: 'Zoom In', description: 'It comes nearer' },
  zoom_out: { name: 'Zoom Out', description: 'It goes back' },
  pan_left: { name: 'Pan Left', description: 'It moves to the left' },
  pan_right: { name: 'Pan Right', description: 'It moves to the right' },
  pan_up: { name: 'Pan Up', description: 'It moves up' },
  pan_down: { name: 'Pan Down', description: 'It moves down' },
};

export type Motion = keyof typeof MOTION_LABELS;

export const MOTIONS = Object.keys(MOTION_LABELS) as Motion[];

/** One clip of a sequence, as it was asked for. */
export interface Clip {
  /** As it was given: an address, or on the command line a path. */
  url: string;
  /** What of it is played; absent: from its beginning, to its end. */
  start?: SourceTime | undefined;
  end?: SourceTime | undefined;
  /** How it gets into the frame; absent: as the job's options say. */
  fit?: Fit | undefined;
  /** Of a still picture; absent: none. */
  motion?: Motion | undefined;
  /** How loud its sound is: a factor; absent: 1. */
  volume?: number | undefined;
  /** As it was given: the address of the sound that is heard in place of its own. */
  audio_url?: string | undefined;
}
