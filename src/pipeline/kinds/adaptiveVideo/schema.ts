import { z } from 'zod/v4';
import { duration, END, end, format, picture, quality, refuseShape, refuseEmptyRange, START, start } from '../fields';
import type { ValueLabel } from '../fields';
import type { AdaptiveFormat } from '../../media/formats';

/** The file that leads to all others of a stream. */
export const MASTER_PLAYLIST = 'master.m3u8';

const FORMATS: Record<AdaptiveFormat, ValueLabel> = {
  hls: { name: 'HLS', description: 'Playlists and segments for players that adapt to the bandwidth' },
};

export const adaptiveVideoSchema = z
  .strictObject({
    format: format(FORMATS, 'How the stream is delivered. Unset: hls.').optional(),
    quality: quality().optional(),
    ...picture(),
    start: start(START).optional(),
    end: end(END).optional(),
    duration: duration().optional(),
  })
  .check(refuseShape, refuseEmptyRange);

export type AdaptiveVideoOptions = z.infer<typeof adaptiveVideoSchema>;
