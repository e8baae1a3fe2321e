import { audioTrack } from '../../plan/audioTrack';
import { costOf } from '../../plan/cost';
import { usualQuality } from '../../plan/fitting';
import { levellingOf, soundChanges } from '../../plan/soundChanges';
import { tagArgs } from '../../plan/tags';
import { preroll, timeRange } from '../../plan/timeRange';
import type { Plan, PlanContext } from '../../plan/types';
import { AUDIO_CODEC_OF, FILE_TYPES } from '../../media/formats';
import type { AudioFormat } from '../../media/formats';
import { audioFitting } from './audioFitting';
import type { AudioOptions } from './schema';
import { mediaError } from '../../errors/mediaError';
import { nameOf } from '../../media/nameOf';

const MUXERS: Record<AudioFormat, readonly string[]> = {
  mp3: ['-f', 'mp3'],
  m4a: ['-movflags', '+faststart', '-f', 'ipod'],
  aac: ['-f', 'adts'],
  ogg: ['-f', 'ogg'],
  opus: ['-f', 'opus'],
  wav: ['-f', 'wav'],
  flac: ['-f', 'flac'],
};

/** The sound of a file in an audio format; copied when it already is in its codec and nothing else is asked. */
export function planAudio(options: AudioOptions, context: PlanContext): Plan {
  const { source, input, name, encoders, anew = false, isFitted = false } = context;
  if (source.audio === null) throw mediaError('no_audio_stream', { input: nameOf(source.path) });
  const format = options.format ?? 'mp3';
  const codec = AUDIO_CODEC_OF[format];
  const range = timeRange(options, source.duration, preroll(source));
  const track = audioTrack(
    source,
    [codec],
    {
      ...options,
      sampleRate: options.sample_rate,
      alone: true,
      usual: usualQuality(options),
      isMean: isFitted,
      anew: anew || isFitted,
      ...soundChanges({ ...options, source }, range, context.level),
    },
    range,
    encoders,
  );
  const file = `${name}.${FILE_TYPES[format].extensions[0]}`;
  // Decoding the picture by mistake would cost many times the sound's own work: -vn.
  const argv = [
    ...range.seek,
    ...input,
    ...track.args,
    '-vn',
    '-sn',
    '-dn',
    ...range.limit,
    ...tagArgs(source, options.tags),
    ...MUXERS[format],
    `file:${file}`,
  ];
  return {
    steps: [{ tool: 'ffmpeg', argv, seconds: range.seconds }],
    outputs: [
      {
        file,
        format,
        mime: FILE_TYPES[format].mime,
        audioCodec: codec,
        ...(range.seconds !== null && { duration: range.seconds }),
      },
    ],
    reads: [range.reading],
    passing: [],
    finish: [],
    cost: costOf({ bytes: source.bytes, video: null }, range, null, track),
    warnings: [
      ...range.warnings,
      ...(track.copied
        ? [{ kind: 'remuxed', message: 'The sound fitted already and was copied without encoding it anew.' }]
        : []),
    ],
    ...audioFitting(options, { format, seconds: range.seconds }, (smaller) =>
      planAudio(smaller, { ...context, isFitted: true }),
    ),
    ...levellingOf({ options, context, range, track }, (level) => planAudio(options, { ...context, level })),
    ...(track.copied && { instead: () => planAudio(options, { ...context, anew: true }) }),
  };
}
