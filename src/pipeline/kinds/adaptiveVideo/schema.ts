import { z } from 'zod/v4';
import {
  audioTrack,
  choice,
  duration,
  END,
  end,
  format,
  picture,
  quality,
  refuseShape,
  refuseEmptyRange,
  START,
  start,
} from '../fields';
import { burntCaptions, refuseUnseen } from '../captionFields';
import { edits } from '../editFields';
import type { ValueLabel } from '../fields';
import { refuseSilenced, soundBesidePicture } from '../soundFields';
import type { AdaptiveFormat, SegmentFormat } from '../../media/formats';

/** The file that leads to all others of a stream. */
export const MASTER_PLAYLIST = 'master.m3u8';

const FORMATS: Record<AdaptiveFormat, ValueLabel> = {
  hls: { name: 'HLS', description: 'Playlists and segments for players that adapt to the bandwidth' },
};

const SEGMENTS: Record<SegmentFormat, ValueLabel> = {
  fmp4: { name: 'Fragmented MP4', description: 'Smaller; plays in every player of the last years' },
  ts: { name: 'MPEG Transport Stream', description: 'Plays on old devices, too' },
};
/** What a stream's segments are where nothing else is said. */
export const DEFAULT_SEGMENTS: SegmentFormat = 'fmp4';

export const adaptiveVideoSchema = z
  .strictObject({
    format: format(FORMATS, 'How the stream is delivered. Unset: hls.').optional(),
    quality: quality().optional(),
    segment_format: choice(
      SEGMENTS,
      `What the segments of the stream are made of. Unset: ${DEFAULT_SEGMENTS}; in workflows that were saved before there was a choice, ts.`,
      {
        label: 'Segment Format',
        group: 'advanced',
      },
    ).optional(),
    ...picture(),
    ...edits(),
    audio_track: audioTrack().optional(),
    start: start(START).optional(),
    end: end(END).optional(),
    duration: duration().optional(),
    ...soundBesidePicture(),
    ...burntCaptions(),
  })
  .check(refuseShape, refuseEmptyRange, refuseSilenced, refuseUnseen);

export type AdaptiveVideoOptions = z.infer<typeof adaptiveVideoSchema>;
