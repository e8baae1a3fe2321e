import { AUDIO_FORMATS, FILE_TYPES, type AudioFormat } from '../../../src/pipeline/media/formats';
import { fixture } from '../../fixtures';
import { TONES } from '../../fixtures/recipes/audio';
import { made, removeJobs } from '../../support/job';
import { probe } from '../../support/probe';
import { channel, decodeSound, peakFrequency, type Sound } from '../../support/sound';

afterAll(removeJobs);

const MADE_OF: Record<AudioFormat, { container: string; codec: string }> = {
  mp3: { container: 'mp3', codec: 'mp3' },
  m4a: { container: 'mov,mp4,m4a,3gp,3g2,mj2', codec: 'aac' },
  aac: { container: 'aac', codec: 'aac' },
  ogg: { container: 'ogg', codec: 'vorbis' },
  opus: { container: 'ogg', codec: 'opus' },
  wav: { container: 'wav', codec: 'pcm_s16le' },
  flac: { container: 'flac', codec: 'flac' },
};

describe.each(AUDIO_FORMATS)('audio as %s', (format) => {
  const { container, codec } = MADE_OF[format];
  const extension = FILE_TYPES[format].extensions[0];

  it('from sound: container, codec, length, both channels', async () => {
    // Never a source of the same codec: that one would be copied.
    const { file, job } = await made('audio', format === 'wav' ? 'tone.m4a' : 'tone.wav', { format });
    const probed = await probe(file);
    expect(file).toMatch(new RegExp(`/tone\\.${extension}$`));
    expect(probed.format.format_name).toBe(container);
    expect(probed.streams).toHaveLength(1);
    expect(probed.audio).toMatchObject({
      codec_name: codec,
      channels: 2,
      sample_rate: format === 'opus' ? '48000' : '44100',
    });
    const sound = await decodeSound(file);
    expect(Math.abs(sound.duration - 3)).toBeLessThanOrEqual(0.06);
    expect(Math.abs(peakFrequency(channel(sound, 0), sound.rate) - TONES[0])).toBeLessThanOrEqual(2);
    expect(Math.abs(peakFrequency(channel(sound, 1), sound.rate) - TONES[1])).toBeLessThanOrEqual(2);
    expect(job.warnings).toBeUndefined();
  });

  it('out of a video, a part of it', async () => {
    const { file } = await made('audio', 'frames.mp4', { format, start: 2.5, end: 3.75 });
    const { streams, audio } = await probe(file);
    expect(streams).toHaveLength(1);
    expect(audio).toMatchObject({ codec_name: codec });
    const sound = await decodeSound(file);
    expect(Math.abs(sound.duration - 1.25)).toBeLessThanOrEqual(0.06);
    // The tone says the second (fixtures/recipes/timing.ts).
    expect(Math.abs(peakFrequency(channel(sound).subarray(0, sound.rate / 2.5), sound.rate) - 600)).toBeLessThanOrEqual(
      3,
    );
    expect(Math.abs(peakFrequency(channel(sound).subarray(sound.rate * 0.6), sound.rate) - 700)).toBeLessThanOrEqual(3);
  });
});

it('is mp3 when nothing is said', async () => {
  const { file } = await made('audio', 'card-16x9.mp4', {});
  expect((await probe(file)).format.format_name).toBe('mp3');
});

it.each(['mp3', 'aac', 'ogg', 'opus'] as const)('keeps to a bitrate in %s', async (format) => {
  const rate = async (bitrate: number) =>
    Number(
      (await probe((await made('audio', 'vbr-no-xing.mp3', { format, bitrate, start: 6.5 })).file)).format.bit_rate,
    );
  const [low, high] = [await rate(64_000), await rate(192_000)];
  expect(low).toBeGreaterThan(64_000 * 0.7);
  expect(low).toBeLessThan(64_000 * 1.2);
  expect(high).toBeGreaterThan(192_000 * 0.7);
  expect(high).toBeLessThan(192_000 * 1.2);
});

it.each([
  ['wav', 'tone.flac', 'pcm_s24le'],
  ['flac', 'tone.wav', 'flac'],
] as const)('keeps every sample in %s', async (format, input, codec) => {
  const { file } = await made('audio', input, { format });
  expect((await probe(file)).audio?.codec_name).toBe(codec);
  const [before, after] = await Promise.all([await fixture(input), file].map((path) => decodeSound(path)));
  // As bytes: jest compares floats one by one, which takes minutes.
  const bytes = (sound: Sound | undefined) =>
    Buffer.concat((sound?.channels ?? []).map(({ buffer }) => Buffer.from(buffer)));
  expect(bytes(after).equals(bytes(before))).toBe(true);
});
