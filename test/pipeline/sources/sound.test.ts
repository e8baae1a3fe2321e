import { AUDIO_FORMATS } from '../../../src/pipeline/media/formats';
import { SURROUND, TONES } from '../../fixtures/recipes/audio';
import { readCard } from '../../support/card';
import { job, made, removeJobs } from '../../support/job';
import { decodeImage } from '../../support/pixels';
import { packets, probe } from '../../support/probe';
import { channel, decodeSound, part, peakFrequency, toneLevel, type Sound } from '../../support/sound';

afterAll(removeJobs);

const middle = (sound: Sound, which: number) => part(channel(sound, which), sound.rate, 0.5, 1.5);

/** Each of six channels sounds its own tone; the low-frequency one may be weaker: some codecs filter it. */
function expectSurround(sound: Sound): void {
  expect(sound.channels).toHaveLength(6);
  Object.entries(SURROUND).forEach(([name, frequency], n) => {
    if (name === 'lfe') expect(toneLevel(middle(sound, n), sound.rate, frequency)).toBeGreaterThan(0.05);
    else expect([name, Math.abs(peakFrequency(middle(sound, n), sound.rate) - frequency) <= 3]).toEqual([name, true]);
  });
}

/** Left has what is left, right what is right, both have the centre. */
function expectDownmixed(sound: Sound): void {
  expect(sound.channels).toHaveLength(2);
  const level = (which: number, frequency: number) => toneLevel(middle(sound, which), sound.rate, frequency);
  for (const [which, own, other] of [
    [0, [SURROUND.frontLeft, SURROUND.sideLeft], [SURROUND.frontRight, SURROUND.sideRight]],
    [1, [SURROUND.frontRight, SURROUND.sideRight], [SURROUND.frontLeft, SURROUND.sideLeft]],
  ] as const) {
    for (const frequency of [...own, SURROUND.centre]) expect(level(which, frequency)).toBeGreaterThan(0.03);
    for (const frequency of other) expect(level(which, frequency)).toBeLessThan(0.01);
  }
}

describe.each(['surround.mp4', 'surround.flac'] as const)('six channels in %s', (input) => {
  it.each(AUDIO_FORMATS)('as %s', async (format) => {
    const sound = await decodeSound((await made('audio', input, { format, quality: 'high' })).file);
    if (format === 'mp3') expectDownmixed(sound);
    else expectSurround(sound);
  });
});

describe('six channels beside a picture', () => {
  it('are copied into mp4', async () => {
    const { file, job: ended } = await made('video', 'surround.mp4', {});
    expectSurround(await decodeSound(file));
    expect(ended.tasks[2]?.output).toMatchObject({ channels: 6 });
  });
  it.each(['mp4', 'webm'] as const)('are encoded in %s', async (format) => {
    expectSurround(
      await decodeSound((await made('video', 'surround.mp4', { format, quality: 'high', width: 160 })).file),
    );
  });
});

it('eight kilohertz and one channel stay so', async () => {
  for (const format of ['mp3', 'aac', 'ogg', 'wav', 'flac'] as const) {
    const { audio } = await probe((await made('audio', 'mono.wav', { format })).file);
    expect([format, audio?.channels, audio?.sample_rate]).toEqual([format, 1, '8000']);
  }
});

describe('no audio', () => {
  it('video: none comes out', async () => {
    const { file, job: ended } = await made('video', 'no-audio.mp4', { width: 160 });
    expect((await probe(file)).streams.map(({ codec_type }) => codec_type)).toEqual(['video']);
    expect(ended.tasks[2]?.output).toMatchObject({ audio_codec: null, channels: null });
  });
  it('adaptive_video: none is promised', async () => {
    const { files } = await made('adaptive_video', 'no-audio.mp4', { segment_format: 'ts', height: 180 });
    expect(files.map((file) => file.slice(file.lastIndexOf('/') + 1))).toEqual([
      'master.m3u8',
      'stream_0.m3u8',
      'stream_0_00000.ts',
    ]);
  });
  it('audio: a clear error', async () => {
    const { error, files } = await job('audio', 'no-audio.mp4', {});
    expect(error).toMatchObject({ kind: 'no_audio_stream', message: 'The input no-audio.mp4 has no audio.' });
    expect(files).toEqual([]);
  });
  it.each(['card-16x9.png', 'animated.gif'] as const)('audio: a clear error for %s', async (input) => {
    expect((await job('audio', input, {})).error?.kind).toBe('no_audio_stream');
  });
});

describe.each(['cover.mp3', 'cover.m4a'] as const)('sound with a cover: %s', (input) => {
  it.each(AUDIO_FORMATS)('audio as %s: the sound alone', async (format) => {
    const { file } = await made('audio', input, { format });
    expect((await probe(file)).streams.map(({ codec_type }) => codec_type)).toEqual(['audio']);
    const sound = await decodeSound(file);
    expect(Math.abs(peakFrequency(middle(sound, 0), sound.rate) - TONES[0])).toBeLessThanOrEqual(3);
    expect(Math.abs(sound.duration - 3)).toBeLessThanOrEqual(0.1);
  });
  it('image: the cover, whatever moment is asked for', async () => {
    for (const options of [{}, { start: 2 }]) {
      const picture = await decodeImage((await made('image', input, options)).file);
      expect([picture.width, picture.height]).toEqual([640, 480]);
      expect(readCard(picture)[2]).toBe('0.2 1.2 2.2 3.2 4.2');
    }
  });
  it.each(['video', 'adaptive_video'] as const)('%s: a cover is no video', async (kind) => {
    const { error } = await job(kind, input, {});
    expect(error).toMatchObject({ kind: 'no_video_stream', message: `The input ${input} has no video.` });
  });
  it('animation: a cover does not move', async () => {
    expect((await job('animation', input, { end: 1 })).error?.kind).toBe('no_video_stream');
  });
});

describe('several audio tracks', () => {
  const [first, second] = [440, 660];
  it.each([
    ['video', {}],
    ['audio', {}],
  ] as const)('%s takes the one that is marked as default', async (kind, options) => {
    const { file } = await made(kind, 'tracks.mkv', options);
    expect((await probe(file)).streams.filter(({ codec_type }) => codec_type === 'audio')).toHaveLength(1);
    const sound = await decodeSound(file);
    expect(toneLevel(middle(sound, 0), sound.rate, first)).toBeGreaterThan(0.2);
    expect(toneLevel(middle(sound, 0), sound.rate, second)).toBeLessThan(0.01);
  });
  it('subtitles do not come along', async () => {
    expect(
      (await probe((await made('video', 'tracks.mkv', {})).file)).streams.map(({ codec_type }) => codec_type).sort(),
    ).toEqual(['audio', 'video']);
  });
});

describe('sound that fits already is copied', () => {
  it.each([
    ['tone.mp3', 'mp3'],
    ['tone.m4a', 'aac'],
    ['tone.aac', 'aac'],
    ['tone.ogg', 'ogg'],
    ['tone.opus', 'opus'],
    ['tone.wav', 'wav'],
    ['tone.flac', 'flac'],
    ['card-16x9.mp4', 'aac'],
    ['clip.webm', 'opus'],
  ] as const)('%s as %s', async (input, format) => {
    const { file, job: ended } = await made('audio', input, { format });
    expect(ended.warnings).toEqual([expect.objectContaining({ kind: 'remuxed' })]);
    const sound = await decodeSound(file);
    expect(Math.abs(peakFrequency(middle(sound, 0), sound.rate) - 440)).toBeLessThanOrEqual(3);
    expect((await packets(file, 'a:0')).length).toBeGreaterThan(10);
  });
  it('a part of it is encoded, exactly', async () => {
    const sound = await decodeSound((await made('audio', 'tone.wav', { format: 'wav', start: 0.5, end: 1.25 })).file);
    expect(sound.duration).toBeCloseTo(0.75, 3);
  });
});

it('the length of raw AAC and of MP3 without a header is what is there, not what the first bits suggest', async () => {
  const { job: ended, file } = await made('audio', 'vbr-no-xing.mp3', { start: 10, end: 11.5, format: 'wav' });
  expect(ended.tasks[0]?.output).toMatchObject({ duration: expect.closeTo(12, 0) as number });
  expect((await decodeSound(file)).duration).toBeCloseTo(1.5, 1);
});
