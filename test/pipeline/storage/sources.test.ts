import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeOfCommandLine } from '../../../src/pipeline/storage/place';
import { maxInputBytes } from '../../../src/pipeline/storage/inputLimit';
import { sourceOf } from '../../../src/pipeline/storage/sources';
import { expectError, expectThrown } from '../../support/expectError';
import { serve } from './support/server';
import { tempFolder } from './support/tempFolder';
import { opening } from './support/use';

const folder = tempFolder();
const env = {};

it.each(['clip.mp4', './take:2.mov', '/media/a b.mov', 'C:\\media\\clip.mp4', '12:30.mov', '../x?.mp4', 'http', '-i'])(
  '%s is a path',
  async (path) => {
    const source = sourceOf(placeOfCommandLine(path), { env });
    expect(source.shown).toBe(path);
    await expectError(source.open(folder(), opening()), 'input_not_found');
  },
);

it('reads a file', async () => {
  writeFileSync(join(folder(), 'a.mp4'), 'bytes');
  expect(await sourceOf(placeOfCommandLine(join(folder(), 'a.mp4')), { env }).open(folder(), opening())).toBe(
    join(folder(), 'a.mp4'),
  );
});

it.each(['', '  '])('"%s" is no input', (input) => {
  expectThrown(() => sourceOf(placeOfCommandLine(input), { env }), 'input_required');
});

it('reads S3 storage with keys alone', () => {
  expectThrown(() => sourceOf(placeOfCommandLine('s3://bucket/key'), { env }), 'invalid_input', /there are no keys/);
});

it('goes by the limit of the environment', async () => {
  const { origin, port, close } = await serve((_request, response) => response.end('12345'));
  const limited = (limit: string) =>
    sourceOf(placeOfCommandLine(origin), {
      env: { MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${port}`, MEDIA_JOBS_MAX_INPUT_BYTES: limit },
    });
  await expectError(limited('4').open(folder(), opening()), 'input_too_large');
  await expect(limited('5').open(folder(), opening())).resolves.toBe(join(folder(), 'source'));
  await close();
});

it('has a limit of 50 GB that only a whole number changes', () => {
  expect(maxInputBytes({})).toBe(50e9);
  expect(maxInputBytes({ MEDIA_JOBS_MAX_INPUT_BYTES: '1000' })).toBe(1000);
  for (const bad of ['5GB', '-1', '0', '1.5', 'NaN'])
    expectThrown(() => maxInputBytes({ MEDIA_JOBS_MAX_INPUT_BYTES: bad }), 'request_invalid');
});
