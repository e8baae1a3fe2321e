import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobWarning } from '../../src/pipeline/job/job';
import type { KindName, OptionsOf } from '../../src/pipeline/kinds';
import { fixture, type FixtureName } from '../fixtures';
import { SPOILED_PACKETS } from '../fixtures/recipes/damaged';
import { expectThisError } from '../support/expectError';
import { job, removeJobs } from '../support/job';
import type { EndedTestJob } from '../support/job';
import { packets, probe } from '../support/probe';
import { expectNothingLeft } from './leftovers';

afterAll(removeJobs);

const damageOf = ({ job: { warnings = [] } }: EndedTestJob): JobWarning[] =>
  warnings.filter(({ kind }) => kind === 'input_damaged');

/** Runs a job that has to succeed and to warn once. */
async function withWarning<K extends KindName>(
  kind: K,
  input: FixtureName | `/${string}`,
  options: OptionsOf[K],
): Promise<Required<JobWarning>> {
  const ended = await job(kind, input, options);
  expect(ended.error).toBeNull();
  expect(ended.job.output).toBe(ended.file);
  expect(Number((await probe(ended.file)).format.duration)).toBeGreaterThan(0.5);
  const [warning, ...more] = damageOf(ended);
  expect(more).toEqual([]);
  if (warning?.at === undefined || warning.count === undefined)
    throw new Error(`The warning lacks something: ${JSON.stringify(warning)}`);
  expect(warning.message).toMatch(
    /^The input is damaged: .+ could not be decoded cleanly, near [\d., s…]+\. The rest was converted\./,
  );
  return { ...warning, at: warning.at, count: warning.count };
}

/** Each place is near one that was spoiled. */
function expectNear(at: readonly number[], spoiled: readonly number[]): void {
  for (const place of at) expect(Math.min(...spoiled.map((time) => Math.abs(time - place)))).toBeLessThan(1);
}

describe('a few broken packets of video', () => {
  const cases: [KindName, OptionsOf[KindName]][] = [
    ['video', {}],
    ['video', { quality: 'low' }],
    ['adaptive_video', { quality: 'low' }],
    ['animation', { start: 2, end: 5, fps: 10 }],
    ['video', { start: 3, end: 5, quality: 'very_low' }],
  ];
  test.each(cases)('%s %o says how many, and where', async (kind, options) => {
    const spoiled = (await packets(await fixture('damaged-video.mp4')))
      .filter((_, n) => SPOILED_PACKETS.includes(n))
      .map(({ time }) => time);
    const { count, at, message } = await withWarning(kind, 'damaged-video.mp4', options);
    expectNear(at, spoiled);
    // A decoder may find sense in a packet of noise, but not in all of them.
    expect(count).toBeGreaterThanOrEqual(1);
    expect(count).toBeLessThanOrEqual(spoiled.length + 2);
    expect(at).toHaveLength(count);
    expect(message).toContain(`${count} of`);
    expect(message).toContain('pictures');
  });

  test('slices that a decoder complains of', async () => {
    const all = await packets(await fixture('damaged-slices.mp4'));
    const { count, at } = await withWarning('video', 'damaged-slices.mp4', { quality: 'low' });
    expectNear(at, [all[70]?.time ?? NaN, all[71]?.time ?? NaN]);
    expect(count).toBeLessThanOrEqual(3);
  });

  test.each([0, 1])('a transport stream that ends amid its picture %i, and is copied', async (last) => {
    const { dir } = await job('image', 'grey.png', {});
    const source = await fixture('clip.ts');
    const { offset = 0, size = 0 } = (await packets(source))[last] ?? {};
    const cut = `/${join(dir, 'cut.ts')}` as const;
    await writeFile(cut, (await readFile(source)).subarray(0, Math.floor(offset + 0.6 * size)));
    const ended = await job('video', cut, {});
    expect(ended.error).toBeNull();
    expect(ended.job.warnings).toMatchObject([{ kind: 'remuxed' }, { kind: 'input_damaged', at: [0] }]);
  });

  test('a transport stream with a gap', async () => {
    const whole = await packets(await fixture('clip.ts'));
    const damaged = await packets(await fixture('damaged.ts'));
    const clock = Math.min(...whole.map(({ time }) => time));
    const hit = damaged.filter(({ size }, n) => size !== whole[n]?.size).map(({ time }) => time - clock);
    expect(hit.length).toBeGreaterThan(0);
    for (const options of [{}, { start: 1, end: 2, quality: 'very_low', width: 160 } as const])
      expectNear((await withWarning('video', 'damaged.ts', options)).at, hit);
  });

  test('where they are not, nothing is said: another part, a picture, and the sound beside', async () => {
    for (const [kind, options] of [
      ['video', { start: 0, end: 1 }],
      ['image', { start: 1 }],
      ['audio', {}],
      ['audio', { format: 'aac' }],
    ] as const) {
      const ended = await job(kind, 'damaged-video.mp4', options);
      expect(ended.error).toBeNull();
      expect(damageOf(ended)).toEqual([]);
    }
  });
});

describe('sound', () => {
  test.each([[{ format: 'flac' }], [{ format: 'aac' }]] as const)(
    'three broken packets of an m4a, %o',
    async (options) => {
      const spoiled = (await packets(await fixture('damaged-audio.m4a'), 'a:0')).slice(60, 63).map(({ time }) => time);
      const { count, at, message } = await withWarning('audio', 'damaged-audio.m4a', options);
      expect(count).toBe(3);
      at.forEach((place, n) => expect(Math.abs(place - (spoiled[n] ?? NaN))).toBeLessThan(0.05));
      expect(message).toMatch(/3 of 13\d pieces of sound/);
    },
  );

  const incomplete: [FixtureName, OptionsOf['audio']][] = (['mp3', 'm4a', 'aac', 'flac'] as const).flatMap((ending) => [
    [`incomplete-last-frame.${ending}`, {}],
    [`incomplete-last-frame.${ending}`, { format: 'flac' }],
  ]);
  test.each(incomplete)('%s to %o: one piece, at the end', async (name, options) => {
    const { count, at } = await withWarning('audio', name, options);
    expect(count).toBe(1);
    expect(at[0]).toBeGreaterThan(2.8);
    expect(at[0]).toBeLessThan(3.1);
  });
});

describe('what is mostly broken fails', () => {
  const cases: [KindName, FixtureName, OptionsOf[KindName], RegExp][] = [
    ['video', 'mostly-broken.mp4', { quality: 'low' }, /1\d\d of 150 pictures cannot be decoded cleanly/],
    ['video', 'mostly-broken.mp4', {}, /of 150 pictures/],
    ['video', 'mostly-garbled.mp4', { quality: 'low' }, /of 150 pictures/],
    ['video', 'mostly-garbled.mp4', {}, /of 150 pictures/],
    ['animation', 'mostly-broken.mp4', { end: 2 }, /of \d\d pictures/],
    ['adaptive_video', 'mostly-broken.mp4', {}, /of 150 pictures/],
    ['audio', 'mostly-broken.m4a', {}, /of 13\d pieces of sound/],
    ['audio', 'mostly-broken.m4a', { format: 'aac' }, /of 13\d pieces of sound/],
  ];
  test.each(cases)('%s of %s %o', async (kind, name, options, words) => {
    const ended = await job(kind, name, options);
    expectThisError(ended.error, 'input_damaged', words);
    expect(ended.job).toMatchObject({ status: 'failed', output: null });
    await expectNothingLeft(ended);
  });

  test('but what is whole in it can be had', async () => {
    for (const [kind, options] of [
      ['audio', {}],
      ['image', {}],
    ] as const) {
      const ended = await job(kind, 'mostly-broken.mp4', options);
      expect(ended.error).toBeNull();
      expect(damageOf(ended)).toEqual([]);
    }
  });

  test('a stream of which nothing can be decoded', async () => {
    const source = await fixture('busy.mp4');
    const bytes = await readFile(source);
    for (const { offset, size } of await packets(source, 'a:0')) bytes.fill(0, offset, offset + size);
    const { dir } = await job('image', 'grey.png', {});
    await writeFile(join(dir, 'silent.mp4'), bytes);
    const ended = await job('video', `/${join(dir, 'silent.mp4')}`, { quality: 'very_low', width: 100 });
    expectThisError(ended.error, 'input_damaged', 'decoded');
    await expectNothingLeft(ended);
  });
});
