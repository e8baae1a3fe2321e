import { z } from 'zod/v4';
import { audioTrack, bitrate, format, maxBytes, played, quality, refuseEmptyRange, refuseTwoSizes } from '../fields';
import type { ValueLabel } from '../fields';
import { channels, sampleRate, sound, tags } from '../soundFields';
import type { AudioFormat } from '../../media/formats';
import { SAMPLE_RATES } from '../../media/sampleRates';

const FORMATS: Record<AudioFormat, ValueLabel> = {
  mp3: { name: 'MP3', description: 'Plays everywhere' },
  m4a: { name: 'M4A', description: 'AAC in MP4; for Apple devices, with tags and exact seeking' },
  aac: { name: 'AAC', description: 'AAC in ADTS; better than MP3 at the same size' },
  ogg: { name: 'Ogg Vorbis', description: 'Vorbis in Ogg' },
  opus: { name: 'Opus', description: 'Opus in Ogg; the best at small sizes, made for speech and streaming' },
  wav: { name: 'WAV', description: 'Uncompressed; large' },
  flac: { name: 'FLAC', description: 'Compressed without loss' },
};

/** Hz that every encoder of lossy sound takes. */
const LOSSY_RATES: readonly number[] = SAMPLE_RATES;
const LOSSLESS_RATES: readonly number[] = [...SAMPLE_RATES, 88_200, 96_000, 176_400, 192_000];
/** Opus is 48 kHz whatever it is made of. */
const RATES_OF: Record<AudioFormat, readonly number[]> = {
  mp3: LOSSY_RATES,
  m4a: LOSSY_RATES,
  aac: LOSSY_RATES,
  ogg: LOSSY_RATES,
  opus: [48_000],
  wav: LOSSLESS_RATES,
  flac: LOSSLESS_RATES,
};

export const audioSchema = z
  .strictObject({
    format: format(
      FORMATS,
      'Format of the result. ogg is Vorbis, opus is Opus in Ogg, m4a is AAC in MP4, aac is AAC in ADTS. Unset: mp3.',
    ).optional(),
    quality: quality().optional(),
    max_bytes: maxBytes().optional(),
    bitrate: bitrate(32_000, 320_000, 'as quality asks', { placeholder: '128000', group: 'sound' }).optional(),
    audio_track: audioTrack().optional(),
    channels: channels().optional(),
    sample_rate: sampleRate().optional(),
    tags: tags().optional(),
    ...played(),
    ...sound(),
  })
  .check(refuseEmptyRange, refuseTwoSizes, ({ value: { format: asked = 'mp3', ...options }, issues }) => {
    const refuse = (name: keyof typeof options, message: string) =>
      issues.push({ code: 'custom', path: [name], message, input: options[name] });
    const { sample_rate: rate } = options;
    if (rate !== undefined && !RATES_OF[asked].includes(rate))
      refuse('sample_rate', `must be one of ${RATES_OF[asked].join(', ')} in ${asked}`);
    if (options.tags !== undefined && asked === 'aac')
      refuse('tags', 'cannot be in aac, which holds none; m4a is the same sound with tags');

    if (asked !== 'wav' && asked !== 'flac') return;
    for (const name of ['bitrate', 'max_bytes'] as const)
      if (options[name] !== undefined) refuse(name, `has no meaning for ${asked}, which keeps every sample`);
  });

export type AudioOptions = z.infer<typeof audioSchema>;
