import { stat } from 'node:fs/promises';
import type { KindName, OptionsOf } from '../../../src/pipeline/kinds';
import type { FixtureName } from '../../fixtures';
import { job, made, removeJobs } from '../../support/job';
import { probe } from '../../support/probe';

afterAll(removeJobs);

type Case = { [K in KindName]: [kind: K, from: FixtureName, most: number, options: OptionsOf[K]] }[KindName];

test.each<Case>([
  ['video', 'frames.mp4', 30_000, { end: 3 }],
  ['video', 'frames.mp4', 60_000, { end: 3, width: 320, height: 320, fit: 'contain', format: 'webm' }],
  ['audio', 'tone.wav', 15_000, {}],
  ['audio', 'tone.wav', 15_000, { format: 'm4a' }],
  ['image', 'card-16x9.mp4', 3000, { start: 0.5 }],
  ['image', 'card-16x9.mp4', 1100, { format: 'png' }],
  ['animation', 'frames.mp4', 5000, { end: 1 }],
  ['animation', 'frames.mp4', 5000, { end: 1, format: 'webp' }],
])('%s of %s takes at most %d bytes, and nearly as many: %j', async (kind, from, most, options) => {
  const whole = await made(kind, from, { ...options, quality: 'very_high' });
  expect((await stat(whole.file)).size).toBeGreaterThan(most);
  const { file } = await made(kind, from, {
    ...options,
    quality: 'very_high',
    max_bytes: most,
  });
  const { size } = await stat(file);
  expect(size).toBeLessThanOrEqual(most);
  expect(size).toBeGreaterThanOrEqual((kind === 'audio' ? 0.85 : 0.92) * most);
  const { streams, format } = await probe(file);
  expect(streams.map(({ codec_type: type }) => type)).toEqual(
    (await probe(whole.file)).streams.map((one) => one.codec_type),
  );
  expect(Number(format.duration ?? 0)).toBeCloseTo(Number((await probe(whole.file)).format.duration ?? 0), 0);
});

test('what fits already is copied', async () => {
  const { job: copied } = await made('video', 'frames.mp4', { max_bytes: 100_000_000 });
  expect(copied.warnings).toEqual([expect.objectContaining({ kind: 'remuxed' })]);
});

test('what cannot be so small is refused, and nothing is left', async () => {
  const { error, files } = await job('video', 'frames.mp4', { max_bytes: 1000 });
  expect(error?.kind).toBe('max_bytes_too_small');
  expect(error?.message).toMatch(
    /^The result cannot have 1,000 bytes or less: with \d+×\d+ pixels and 24 kbit\/s of sound it takes [\d,]+\.$/,
  );
  expect(files).toEqual([]);
});
