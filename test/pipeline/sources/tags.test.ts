import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { fixture } from '../../fixtures';
import { job, made, removeJobs } from '../../support/job';
import { probe } from '../../support/probe';

afterAll(removeJobs);

/** The fixtures' place and device, as any tool would find them in the bytes; the last two are the boxes in which mp4 and mov keep a place. */
const LEAKS = ['48.8584', '2.2945', 'Apple', 'iPhone', 'ISO6709', 'GPS', 'loci', '\xa9xyz'];

async function expectNoLeak(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const bytes = (await readFile(file)).toString('latin1');
    expect([file, ...LEAKS.filter((leak) => bytes.includes(leak))]).toEqual([file]);
  }
}

const VIDEOS = ['location.mov', 'location-xyz.mov', 'location.mp4'] as const;

it.each([...VIDEOS, 'location.jpg'] as const)('%s holds a location before the job', async (input) => {
  const bytes = (await readFile(await fixture(input))).toString('latin1');
  expect(LEAKS.filter((leak) => bytes.includes(leak))).not.toEqual([]);
});

describe.each(VIDEOS)('the location in %s is gone', (input) => {
  it.each([
    ['copied', {}],
    ['encoded', { width: 160 }],
    ['mov', { format: 'mov' }],
    ['webm', { format: 'webm', width: 160 }],
  ] as const)('video, %s', async (_, options) => {
    const { files, file, job: ended } = await made('video', input, options);
    await expectNoLeak(files);
    if (_ === 'copied') expect(ended.warnings?.[0]?.kind).toBe('remuxed');
    const { format, streams } = await probe(file);
    const tags = Object.keys({
      ...format.tags,
      ...(Object.assign({}, ...streams.map((stream) => stream.tags ?? {})) as Record<string, string>),
    }).map((key) => key.toLowerCase());
    expect(tags.filter((key) => /location|gps|make|model|creation|artist|comment/.test(key))).toEqual([]);
  });
  it.each(['mp3', 'aac', 'ogg', 'opus', 'wav', 'flac'] as const)('audio as %s', async (format) =>
    expectNoLeak((await made('audio', input, { format })).files),
  );
  it('image, animation and adaptive_video', async () => {
    await expectNoLeak((await made('image', input, {})).files);
    await expectNoLeak((await made('animation', input, { end: 0.2 })).files);
    await expectNoLeak((await made('adaptive_video', input, { height: 90 })).files);
  });
});

it.each(['jpeg', 'png', 'webp', 'avif'] as const)('a photograph’s place and camera are gone in %s', async (format) => {
  const { file, files } = await made('image', 'location.jpg', { format });
  await expectNoLeak(files);
  const { exif, xmp, iptc } = await sharp(file).metadata();
  expect([exif, xmp, iptc]).toEqual([undefined, undefined, undefined]);
});

it('a title stays', async () => {
  for (const format of ['mp3', 'flac', 'opus'] as const) {
    const { format: container, audio } = await probe((await made('audio', 'tone.m4a', { format })).file);
    expect(
      Object.entries({ ...container.tags, ...audio?.tags }).find(([key]) => key.toLowerCase() === 'title')?.[1],
    ).toBe('Two tones');
  }
});

it('what a job says of its input holds no place either', async () => {
  const { job: ended } = await job('video', 'location.mov', {});
  expect(JSON.stringify(ended)).not.toContain('48.8584');
});
