import { z } from 'zod/v4';
import { audioTrack, bitrate, format, played, quality, refuseEmptyRange } from '../fields';
import type { ValueLabel } from '../fields';
import type { AudioFormat } from '../../media/formats';

const FORMATS: Record<AudioFormat, ValueLabel> = {
  mp3: { name: 'MP3', description: 'Plays everywhere' },
  m4a: { name: 'M4A', description: 'AAC in MP4; for Apple devices, with tags and exact seeking' },
  aac: { name: 'AAC', description: 'AAC in ADTS; better than MP3 at the same size' },
  ogg: { name: 'Ogg Vorbis', description: 'Vorbis in Ogg' },
  opus: { name: 'Opus', description: 'Opus in Ogg; the best at small sizes, made for speech and streaming' },
  wav: { name: 'WAV', description: 'Uncompressed; large' },
  flac: { name: 'FLAC', description: 'Compressed without loss' },
};

export const audioSchema = z
  .strictObject({
    format: format(
      FORMATS,
      'Format of the result. ogg is Vorbis, opus is Opus in Ogg, m4a is AAC in MP4, aac is AAC in ADTS. Unset: mp3.',
    ).optional(),
    quality: quality().optional(),
    bitrate: bitrate(32_000, 320_000, 'as quality asks', { placeholder: '128000', group: 'sound' }).optional(),
    audio_track: audioTrack().optional(),
    ...played(),
  })
  .check(refuseEmptyRange, ({ value: { format: asked, bitrate: bits }, issues }) => {
    if (bits !== undefined && (asked === 'wav' || asked === 'flac')) {
      issues.push({
        code: 'custom',
        path: ['bitrate'],
        message: `has no meaning for ${asked}, which keeps every sample`,
        input: bits,
      });
    }
  });

export type AudioOptions = z.infer<typeof audioSchema>;
