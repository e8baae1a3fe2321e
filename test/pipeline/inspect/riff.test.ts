import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesOf } from '../../../src/pipeline/storage/bytes';
import { shareOfRiff } from '../../../src/pipeline/inspect/riff';
import { fixture } from '../../fixtures';
import { tempFolder } from '../storage/support/tempFolder';

const folder = tempFolder();

async function changed(name: 'tone.wav' | 'clip.avi', change: (bytes: Buffer) => Buffer): Promise<string> {
  const path = join(folder(), name);
  await writeFile(path, change(await readFile(await fixture(name))));
  return path;
}
const share = async (path: string) => shareOfRiff(await bytesOf(path));
const withSize = (size: number) => (bytes: Buffer) => {
  bytes.writeUInt32LE(size, bytes.indexOf('data') + 4);
  return bytes;
};

it.each(['tone.wav', 'clip.avi'] as const)('all of %s is there', async (name) =>
  expect(await share(await fixture(name))).toBe(1),
);
it('of a WAV that is cut off, the share of its samples', async () =>
  expect(await share(await changed('tone.wav', (bytes) => bytes.subarray(0, bytes.length / 2)))).toBeCloseTo(0.5, 3));
it('of an AVI that is cut off, the share of its bytes', async () =>
  expect(await share(await changed('clip.avi', (bytes) => bytes.subarray(0, bytes.length / 4)))).toBeCloseTo(0.25, 3));
it.each([0, 0xffff_ffff, 0x7fff_ffff, 0x7fff_f000])('a size of 0x%s is one that was not known', async (size) =>
  expect(await share(await changed('tone.wav', withSize(size)))).toBe(1),
);
it.each([2_000_000_000, 123_456_790])('a size of %d that is made up counts for nothing', async (size) =>
  expect(await share(await changed('tone.wav', withSize(size)))).toBe(1),
);
it('nor does one that stands in both places', async () => {
  const both = (bytes: Buffer) => {
    bytes.writeUInt32LE(2_000_000_036, 4);
    return withSize(2_000_000_000)(bytes);
  };
  expect(await share(await changed('tone.wav', both))).toBe(1);
});
it('what follows the samples is not missed', async () =>
  expect(
    await share(await changed('tone.wav', (bytes) => Buffer.concat([withSize(1000)(bytes), Buffer.alloc(50)]))),
  ).toBe(1));
it.each([
  ['nothing', ''],
  ['a beginning', 'RIFF'],
  ['no samples', 'RIFF\x24\0\0\0WAVEfmt \x10\0\0\0'],
  ['something else', 'OggS and so on and on'],
])('nothing can be said of %s', async (_, text) => {
  const path = join(folder(), 'x');
  await writeFile(path, text, 'latin1');
  expect(await share(path)).toBe(1);
});
