import { mkdirSync, readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readCard, WHOLE_CARD } from '../../support/card';
import { folderDestination } from '../../../src/pipeline/storage/destinations';
import { job, made, removeJobs } from '../../support/job';
import { readFrameCode } from '../../support/frameCode';
import { decodeFrame, decodeFrames } from '../../support/pixels';
import { packets, packetTimes, probe } from '../../support/probe';
import { channel, decodeSound, peakFrequency } from '../../support/sound';

afterAll(removeJobs);

interface Variant {
  uri: string;
  attributes: Record<string, string>;
}
interface Segment {
  path: string;
  seconds: number;
  bits: number;
}

/** `A=1,B="x,y"` as a record; quotes are taken off. */
const attributesOf = (list: string) =>
  Object.fromEntries(
    [...list.matchAll(/([A-Z-]+)=("[^"]*"|[^,]*)/g)].map(([, key = '', value = '']) => [
      key,
      value.replaceAll('"', ''),
    ]),
  );

/** A master playlist as a player reads it. */
async function readMaster(
  file: string,
): Promise<{ text: string; variants: Variant[]; sound: Record<string, string> | null }> {
  const text = await readFile(file, 'utf8');
  const lines = text.split('\n');
  const variants = lines.flatMap((line, n) =>
    line.startsWith('#EXT-X-STREAM-INF:')
      ? [{ attributes: attributesOf(line.slice(18)), uri: lines[n + 1] ?? '' }]
      : [],
  );
  const media = lines.find((line) => line.startsWith('#EXT-X-MEDIA:'));
  return { text, variants, sound: media === undefined ? null : attributesOf(media.slice(13)) };
}

async function segmentsOf(playlist: string): Promise<Segment[]> {
  const lines = (await readFile(playlist, 'utf8')).split('\n');
  return Promise.all(
    lines
      .flatMap((line, n) => {
        const seconds = /^#EXTINF:([\d.]+)/.exec(line)?.[1];
        return seconds === undefined
          ? []
          : [{ seconds: Number(seconds), path: join(dirname(playlist), lines[n + 1] ?? '') }];
      })
      .map(async (segment) => ({ ...segment, bits: 8 * (await stat(segment.path)).size })),
  );
}

describe('a stream of several renditions', () => {
  // Ten seconds: two segments, of six and of four.
  const stream = async () => {
    const { file: source } = await made('video', 'frames.mp4', { width: 640, quality: 'high' });
    const { file, files } = await made('adaptive_video', source as `/${string}`, { segment_format: 'ts' });
    const { variants, sound, text } = await readMaster(file);
    const renditions = await Promise.all(
      variants.map(async (variant) => ({ ...variant, segments: await segmentsOf(join(dirname(file), variant.uri)) })),
    );
    return {
      file,
      files,
      text,
      sound,
      renditions,
      soundSegments: sound?.['URI'] === undefined ? [] : await segmentsOf(join(dirname(file), sound['URI'])),
    };
  };

  it('lists each playlist, and nothing that is not there', async () => {
    const { files, renditions, soundSegments, text } = await stream();
    const listed = [
      ...renditions.flatMap(({ uri, segments }) => [uri, ...segments.map(({ path }) => basename(path))]),
      ...soundSegments.map(({ path }) => basename(path)),
      'master.m3u8',
      'stream_2.m3u8',
    ];
    expect(files.map((file) => basename(file)).sort()).toEqual(listed.sort());
    expect(text).toMatch(/^#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n/);
  });

  it('cuts all renditions at the same keyframes', async () => {
    const { renditions, soundSegments } = await stream();
    const [first] = renditions;
    expect(first?.segments).toHaveLength(2);
    for (const { segments } of renditions) {
      expect(segments.map(({ seconds }) => seconds)).toEqual(first?.segments.map(({ seconds }) => seconds));
      for (const [n, { path }] of segments.entries()) {
        const own = await packets(path);
        const other = await packets(first?.segments[n]?.path ?? '');
        expect(own[0]?.keyframe).toBe(true);
        // Keyframes each two seconds, at the same times in every rendition.
        const keys = (list: typeof own) => list.filter(({ keyframe }) => keyframe).map(({ time }) => time.toFixed(3));
        expect(keys(own)).toEqual(keys(other));
        expect(keys(own)).toHaveLength(n === 0 ? 3 : 2);
        expect(own).toHaveLength(n === 0 ? 180 : 120);
      }
    }
    expect(soundSegments.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(10, 0);
  });

  it('promises a bandwidth that no segment exceeds, and an average that is one', async () => {
    const { renditions, soundSegments } = await stream();
    const rate = ({ bits, seconds }: Segment) => bits / seconds;
    const average = (segments: Segment[]) =>
      segments.reduce((sum, { bits }) => sum + bits, 0) / segments.reduce((sum, { seconds }) => sum + seconds, 0);
    for (const { segments, attributes } of renditions) {
      for (const [n, segment] of segments.entries()) {
        expect(Number(attributes['BANDWIDTH'])).toBeGreaterThanOrEqual(
          rate(segment) + (soundSegments[n] ? rate(soundSegments[n]) : 0),
        );
      }
      const real = average(segments) + average(soundSegments);
      expect(Math.abs(Number(attributes['AVERAGE-BANDWIDTH']) - real)).toBeLessThan(0.01 * real + 10);
      expect(Number(attributes['BANDWIDTH'])).toBeGreaterThanOrEqual(Number(attributes['AVERAGE-BANDWIDTH']));
    }
    const rates = renditions.map(({ attributes }) => Number(attributes['BANDWIDTH']));
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
  });

  it('names size, rate and codecs as they are in the segments', async () => {
    const { renditions, soundSegments } = await stream();
    for (const { segments, attributes } of renditions) {
      const { video } = await probe(segments[0]?.path ?? '');
      expect(attributes['RESOLUTION']).toBe(`${String(video?.width)}x${String(video?.height)}`);
      expect(attributes['FRAME-RATE']).toBe('30.000');
      expect(attributes['CODECS']).toBe(`${await codecOf(segments[0]?.path ?? '')},mp4a.40.2`);
      expect(video).toMatchObject({ codec_name: 'h264', pix_fmt: 'yuv420p', avg_frame_rate: '30/1' });
    }
    expect(renditions.map(({ attributes }) => attributes['RESOLUTION'])).toEqual(['640x360', '426x240']);
    expect((await probe(soundSegments[0]?.path ?? '')).audio).toMatchObject({ codec_name: 'aac', profile: 'LC' });
  });

  it('has the sound in a rendition of its own', async () => {
    const { sound, renditions, soundSegments } = await stream();
    expect(sound).toMatchObject({ TYPE: 'AUDIO', DEFAULT: 'YES', AUTOSELECT: 'YES' });
    for (const { attributes, segments } of renditions) {
      expect(attributes['AUDIO']).toBe(sound?.['GROUP-ID']);
      expect((await probe(segments[0]?.path ?? '')).audio).toBeUndefined();
    }
    const heard = await decodeSound(soundSegments[0]?.path ?? '');
    expect(
      Math.abs(peakFrequency(channel(heard).subarray(heard.rate * 2.1, heard.rate * 2.9), heard.rate) - 600),
    ).toBeLessThanOrEqual(3);
  });

  it('plays as one file', async () => {
    const { file } = await stream();
    const { format, video, audio } = await probe(file);
    expect(format.format_name).toBe('hls');
    expect(Math.abs(Number(format.duration) - 10)).toBeLessThanOrEqual(0.1);
    expect([video?.codec_name, audio?.codec_name]).toEqual(['h264', 'aac']);
  });
});

/** The codec as RFC 6381 writes it, from the three bytes of the sequence parameter set itself. */
async function codecOf(segment: string): Promise<string> {
  const bytes = await readFile(segment);
  // NAL unit 7 after a start code.
  for (let at = 0; at + 8 < bytes.length; at++) {
    if (bytes.readUIntBE(at, 3) === 1 && ((bytes[at + 3] ?? 0) & 31) === 7)
      return `avc1.${bytes.toString('hex', at + 4, at + 7).toUpperCase()}`;
  }
  throw new Error(`${segment} has no sequence parameter set`);
}

it('a portrait video has a portrait ladder', async () => {
  const { file } = await made('adaptive_video', 'card-9x16.mp4', { segment_format: 'ts' });
  const { variants } = await readMaster(file);
  expect(variants.map(({ attributes }) => attributes['RESOLUTION'])).toEqual(['360x640', '240x426']);
  for (const n of [0, 1])
    expect(readCard(await decodeFrame(join(dirname(file), `stream_${n}_00000.ts`)))).toEqual(WHOLE_CARD);
});

it('is never larger than its source', async () => {
  const { file } = await made('adaptive_video', 'card-16x9.mp4', { segment_format: 'ts', width: 3840, end: 0.2 });
  expect((await readMaster(file)).variants[0]?.attributes['RESOLUTION']).toBe('640x360');
});

it('begins when its first picture is shown, also for players that count from when it is decoded', async () => {
  const { files } = await made('adaptive_video', 'frames.mp4', { segment_format: 'ts', height: 240, quality: 'high' });
  const first = files.find((file) => file.endsWith('stream_0_00000.ts')) ?? '';
  const times = await packetTimes(first);
  expect(times[0]?.decoded).toBe(times[0]?.shown);
  // It has pictures that refer to later ones, each decoded after the one before it, and before it is shown.
  expect(times.some(({ decoded, shown }) => decoded < shown)).toBe(true);
  for (const [n, { decoded, shown }] of times.entries()) {
    expect(decoded).toBeGreaterThan(times[n - 1]?.decoded ?? -1);
    expect(decoded).toBeLessThanOrEqual(shown);
  }
  expect((await decodeFrames(first, { width: 64, height: 36 })).map(readFrameCode)).toEqual(
    Array.from({ length: 180 }, (_, n) => n),
  );
});

it('an odd rate becomes the nearest that players are made for', async () => {
  const { file } = await made('adaptive_video', 'vfr.mp4', { segment_format: 'ts', height: 120 });
  const [variant] = (await readMaster(file)).variants;
  expect(variant?.attributes['FRAME-RATE']).toBe('60.000');
  const { video } = await probe(join(dirname(file), 'stream_0_00000.ts'));
  expect(video?.r_frame_rate).toBe('60/1');
});

it('29.97 frames per second are called so', async () => {
  const { file } = await made('adaptive_video', 'frames-ntsc.mov', { segment_format: 'ts', end: 1 });
  expect((await readMaster(file)).variants[0]?.attributes['FRAME-RATE']).toBe('29.970');
});

it('shifts with quality', async () => {
  const rate = async (quality: 'very_low' | 'medium' | 'very_high') =>
    Number(
      (
        await readMaster(
          (await made('adaptive_video', 'clip.webm', { segment_format: 'ts', quality, height: 240 })).file,
        )
      ).variants[0]?.attributes['AVERAGE-BANDWIDTH'],
    );
  const [low, medium, high] = [await rate('very_low'), await rate('medium'), await rate('very_high')];
  expect(medium).toBeGreaterThan(1.2 * low);
  expect(high).toBeGreaterThan(1.2 * medium);
});

it('the job tells of the whole', async () => {
  const { job, file } = await made('adaptive_video', 'card-9x16.mp4', { segment_format: 'ts' });
  expect(job.output).toBe(file);
  expect(job.tasks[2]?.output).toMatchObject({
    format: 'hls',
    width: 360,
    height: 640,
    video_codec: 'h264',
    audio_codec: 'aac',
    channels: 2,
  });
});

test('it is made in a folder whose name ffmpeg would read as a pattern, and its playlists name files alone', async () => {
  const { error, dir } = await job(
    'adaptive_video',
    'clip.mov',
    { segment_format: 'ts', end: 1 },
    {
      destination: (at) => {
        const odd = join(at, "100%d o'clock: %v");
        mkdirSync(odd);
        return folderDestination(join(odd, 'out'), { overwrite: false });
      },
    },
  );
  expect(error).toBeNull();
  const made = join(dir, "100%d o'clock: %v", 'out');
  const playlists = readdirSync(made).filter((name) => name.endsWith('.m3u8'));
  expect(playlists.length).toBeGreaterThan(1);
  for (const name of playlists) {
    const lines = (await readFile(join(made, name), 'utf8')).split('\n').filter((line) => /^[^#]/.test(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(readdirSync(made)).toContain(line);
  }
});
