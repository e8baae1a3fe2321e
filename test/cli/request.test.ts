import type { JobFlags } from '../../src/cli/flags';
import { readRequest } from '../../src/cli/request';
import { formatOf } from '../../src/pipeline/kinds';
import { readTarget } from '../../src/pipeline/request/target';
import type { KindName } from '../../src/pipeline/kinds';

const CWD = '/nowhere';

async function read(kind: KindName, flags: Partial<JobFlags>, stray: string[] = []) {
  const all: JobFlags = { input: ['in.mov'], metadata: [], header: [], options: {}, ...flags };
  return readRequest(kind, all, { target: await readTarget(kind, all.output, CWD), stray, cwd: CWD });
}

/** Kind and message of the refusal. */
async function refusal(...given: Parameters<typeof read>): Promise<[kind: string, message: string]> {
  const error: unknown = await read(...given).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof Error && 'kind' in error ? [String(error.kind), error.message] : ['none', ''];
}

describe('the extension of -o', () => {
  test.each<[KindName, string, string | undefined]>([
    ['video', 'out.webm', 'webm'],
    ['video', 'out.M4V', 'mp4'],
    ['audio', 'out.oga', 'ogg'],
    ['image', 'out.jpeg', 'jpeg'],
    ['animation', 'out.webp', 'webp'],
    ['video', 's3://bucket/key.mov', 'mov'],
    ['video', 'out', undefined],
    ['video', '.mp4', undefined],
    ['video', 'folder.mov/', undefined],
    ['video', '-', undefined],
    ['adaptive_video', 'stream.v2', undefined],
  ])('%s: %s sets the format %s', async (kind, output, format) => {
    expect((await read(kind, { output, options: kind === 'animation' ? { end: '1' } : {} })).options).toEqual({
      ...(kind === 'animation' && { end: 1 }),
      ...(format && { format }),
    });
  });

  test('agrees with a format that is given, under any of its names', async () => {
    expect((await read('image', { output: 'out.jpg', options: { format: 'jpeg' } })).options).toEqual({
      format: 'jpeg',
    });
    expect((await read('video', { output: 'out.qt', options: { format: 'mov' } })).options).toEqual({ format: 'mov' });
  });

  test.each<[KindName, string, Record<string, string>, string]>([
    ['video', 'out.webm', { format: 'mp4' }, '"--format" is mp4, but "-o" ends in ".webm", which is webm.'],
    ['video', 'out.xyz', {}, '"-o" ends in ".xyz", which is no format of video; there are: .mp4, .webm, .mov.'],
    [
      'audio',
      'out.mp4',
      {},
      '"-o" ends in ".mp4", which is no format of audio; there are: .mp3, .m4a, .aac, .ogg, .opus, .wav, .flac.',
    ],
    ['adaptive_video', 'out.mp4', {}, '"-o" ends in ".mp4", which is no format of adaptive_video; name a folder.'],
    [
      'video',
      's3://bucket/out.xyz',
      {},
      '"-o" ends in ".xyz", which is no format of video; there are: .mp4, .webm, .mov.',
    ],
  ])('%s -o %s %j is invalid_format', async (kind, output, options, message) => {
    expect(await refusal(kind, { output, options })).toEqual(['invalid_format', message]);
  });

  test('counts for the codec rule', async () => {
    expect(await refusal('video', { output: 'out.mp4', options: { codec: 'vp9' } })).toEqual([
      'invalid_codec',
      expect.stringContaining('mp4'),
    ]);
  });
});

describe('what is refused', () => {
  test('no input is input_required, unless something else is wrong too', async () => {
    expect((await refusal('video', { input: [''] }))[0]).toBe('input_required');
    expect(await refusal('video', { input: [''], options: { fps: '90' } })).toEqual([
      'request_invalid',
      expect.stringContaining('"--fps"'),
    ]);
  });

  test('HLS is a set of files: -o names a folder', async () => {
    for (const output of ['stream.m3u8', 's3://bucket/stream.m3u8', '-']) {
      expect(await refusal('adaptive_video', { output })).toEqual([
        'request_invalid',
        `HLS is a set of files: let "-o" name a folder (given: "${output}").`,
      ]);
    }
  });

  test('an address that cannot be written to', async () => {
    expect(await refusal('video', { output: 'https://example.com/out.mp4' })).toEqual([
      'request_invalid',
      expect.stringContaining('"-o" must be a file, a folder, s3://bucket/key'),
    ]);
    expect(await refusal('video', { output: 's3://x' })).toEqual([
      'request_invalid',
      expect.stringContaining('s3://bucket/key'),
    ]);
    expect(await refusal('video', { output: '' })).toEqual([
      'request_invalid',
      expect.stringContaining('"-o" is empty'),
    ]);
  });

  test('all problems are told at once', async () => {
    const [kind, message] = await refusal(
      'video',
      { output: 'out.xyz', metadata: ['novalue', '=x'], options: { fps: '90', width: '0' } },
      ['"--widht" is not a flag.'],
    );
    expect(kind).toBe('invalid_format');
    for (const part of [
      '"--widht" is not a flag.',
      '"--metadata" must be KEY=VALUE (given: "novalue").',
      '(given: "=x")',
      '".xyz"',
      '"--fps"',
      '"--width"',
    ])
      expect(message).toContain(part);
  });
});

test('metadata is read at the first equals sign; the last of two values for a key counts', async () => {
  const { metadata } = await read('video', { metadata: ['a=1', 'b=x=y', 'c=', 'a=2'] });
  expect(Object.entries(metadata)).toEqual([
    ['a', '2'],
    ['b', 'x=y'],
    ['c', ''],
  ]);
});

test('the format is settled before the input is read, but for an image without one', async () => {
  expect(formatOf(await read('video', {}))).toBe('mp4');
  expect(formatOf(await read('video', { options: { codec: 'vp9' } }))).toBe('webm');
  expect(formatOf(await read('audio', {}))).toBe('mp3');
  expect(formatOf(await read('adaptive_video', {}))).toBe('hls');
  expect(formatOf(await read('image', { options: { format: 'avif' } }))).toBe('avif');
  expect(formatOf(await read('image', {}))).toBeNull();
});
