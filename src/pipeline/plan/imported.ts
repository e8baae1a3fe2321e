import type { Step } from './types';
import type { MediaInfo } from '../media/mediaInfo';

/** A source as the encode plan takes it, and the steps that make it so. */
export interface Imported {
  steps: Step[];
  source: MediaInfo;
  /** Arguments up to and with `-i`. */
  input: string[];
}
