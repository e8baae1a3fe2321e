import { planAudio } from '../../../src/pipeline/kinds/audio/plan';
import type { AudioOptions } from '../../../src/pipeline/kinds/audio/schema';
import type { MediaInfo } from '../../../src/pipeline/media/mediaInfo';
import { mediaInfo, planContext, valueOf } from '../../support/mediaInfo';

function planned(options: AudioOptions, source: MediaInfo = mediaInfo(), lacking: string[] = []) {
  const plan = planAudio(options, planContext(source, lacking));
  const [step] = plan.steps;
  if (plan.steps.length !== 1 || step?.tool !== 'ffmpeg') throw new Error('A sound is one run of ffmpeg');
  return { ...plan, argv: step.argv };
}
const sound = (audio: Partial<NonNullable<MediaInfo['audio']>>) =>
  mediaInfo({ video: null, audio: { index: 0, ...audio } });

describe('copied when nothing asks for a change', () => {
  it.each<[AudioOptions, MediaInfo]>([
    [{ format: 'aac' }, mediaInfo()],
    [{ format: 'mp3' }, sound({ codec: 'mp3' })],
    [{}, sound({ codec: 'mp3' })],
    [{ format: 'ogg' }, sound({ codec: 'vorbis' })],
    [{ format: 'opus' }, sound({ codec: 'opus' })],
    [{ format: 'flac' }, sound({ codec: 'flac' })],
    [{ format: 'wav' }, sound({ codec: 'pcm_s16le' })],
  ])('%j', (options, source) => {
    expect(valueOf(planned(options, source).argv, '-c:a')).toBe('copy');
    expect(planned(options, source).warnings).toEqual([expect.objectContaining({ kind: 'remuxed' })]);
  });
  it.each<[AudioOptions, MediaInfo]>([
    [{}, mediaInfo()],
    [{ format: 'aac', quality: 'high' }, mediaInfo()],
    [{ format: 'aac', bitrate: 64_000 }, mediaInfo()],
    [{ format: 'aac', start: 1 }, mediaInfo()],
    [{ format: 'aac', end: 9 }, mediaInfo()],
    [{ format: 'ogg' }, sound({ codec: 'opus' })],
    [{ format: 'wav' }, sound({ codec: 'pcm_s16be' })],
    // It begins later than its source: a sound file has no times, so the silence before it is made.
    [{ format: 'aac' }, mediaInfo({ audio: { startTime: 0.5 } })],
  ])('but %j encodes', (options, source) => {
    expect(valueOf(planned(options, source).argv, '-c:a')).not.toBe('copy');
    expect(planned(options, source).warnings).toEqual([]);
  });
});

it.each<[AudioOptions, object, string]>([
  [{}, { file: 'clip.mp3', mime: 'audio/mpeg', audioCodec: 'mp3', duration: 10 }, 'mp3'],
  [{ format: 'aac' }, { file: 'clip.aac', mime: 'audio/aac', audioCodec: 'aac' }, 'adts'],
  [{ format: 'ogg' }, { file: 'clip.ogg', mime: 'audio/ogg', audioCodec: 'vorbis' }, 'ogg'],
  [{ format: 'opus' }, { file: 'clip.opus', mime: 'audio/ogg', audioCodec: 'opus' }, 'opus'],
  [{ format: 'wav', start: 4 }, { file: 'clip.wav', mime: 'audio/wav', audioCodec: 'pcm', duration: 6 }, 'wav'],
  [{ format: 'flac', end: 2.5 }, { file: 'clip.flac', mime: 'audio/flac', audioCodec: 'flac', duration: 2.5 }, 'flac'],
])('%j makes %j', (options, expected, muxer) => {
  const { outputs, argv } = planned(options);
  expect(outputs).toEqual([expect.objectContaining(expected)]);
  expect(valueOf(argv, '-f')).toBe(muxer);
  expect(argv).toContain('-vn');
});

describe('bits', () => {
  it('never more than the source had, unless asked for', () => {
    const low = sound({ codec: 'opus', bitrate: 40_000 });
    expect(Number(valueOf(planned({}, low).argv, '-b:a'))).toBeLessThanOrEqual(40_000);
    expect(Number(valueOf(planned({ quality: 'high' }, low).argv, '-b:a'))).toBeGreaterThan(40_000);
    expect(valueOf(planned({ bitrate: 192_000 }, low).argv, '-b:a')).toBe('192000');
  });
  it('of a silence do not silence what is in it', () => {
    expect(valueOf(planned({}, sound({ codec: 'opus', bitrate: 3000 })).argv, '-b:a')).toBe('32000');
  });
  it('rise with quality', () => {
    const rates = (['very_low', 'low', 'medium', 'high', 'very_high'] as const).map((quality) =>
      Number(valueOf(planned({ quality }).argv, '-b:a')),
    );
    expect(rates).toEqual([...new Set(rates)].sort((a, b) => a - b));
  });
});

it.each<[string, AudioOptions, MediaInfo, string[], string]>([
  ['no sound', {}, mediaInfo({ audio: null }), [], 'no_audio_stream'],
  ['a start past the end', { start: 10 }, mediaInfo(), [], 'range_invalid'],
  ['an encoder that is not there', { format: 'opus' }, mediaInfo(), ['libopus'], 'encoder_missing'],
])('refuses %s', (_, options, source, lacking, kind) =>
  expect(() => planned(options, source, lacking)).toThrow(expect.objectContaining({ kind })),
);
