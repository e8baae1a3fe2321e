import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesOf } from '../../../src/pipeline/storage/bytes';
import { hasIncompleteLastFrame } from '../../../src/pipeline/inspect/mp3Tail';
import { fixture } from '../../fixtures';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import { tempFolder } from '../storage/support/tempFolder';

const folder = tempFolder();

async function judged(bytes: Buffer): Promise<boolean> {
  const path = join(folder(), 'x.mp3');
  await writeFile(path, bytes);
  return hasIncompleteLastFrame(await bytesOf(path));
}
const mp3 = async (...encoder: string[]): Promise<Buffer> =>
  (
    await runProgram(BUNDLED_FFMPEG, [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'anoisesrc=duration=1:amplitude=0.3',
      '-c:a',
      'libmp3lame',
      ...encoder,
      '-f',
      'mp3',
      'pipe:1',
    ])
  ).stdout;

describe.each([
  ['-b:a', '128k'],
  ['-q:a', '2'],
  ['-b:a', '320k', '-ar', '48000'],
  ['-b:a', '24k', '-ar', '22050', '-ac', '1'],
  ['-b:a', '8k', '-ar', '8000', '-ac', '1'],
])('an mp3 with %s %s', (...encoder) => {
  it('is whole, or stops in its last frame', async () => {
    const whole = await mp3(...encoder);
    expect(await judged(whole)).toBe(false);
    expect(await judged(whole.subarray(0, -20))).toBe(true);
  });
});

it('with tags behind it', async () => {
  const whole = await readFile(await fixture('tone.mp3'));
  const id3 = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125)]);
  const ape = Buffer.concat([
    Buffer.from('APETAGEX'),
    Buffer.alloc(24),
    Buffer.from('some item'),
    Buffer.from('APETAGEX'),
    Buffer.alloc(24),
  ]);
  for (const tags of [[id3], [ape], [ape, id3]]) {
    expect(await judged(Buffer.concat([whole, ...tags]))).toBe(false);
    expect(await judged(Buffer.concat([whole.subarray(0, -100), ...tags]))).toBe(true);
  }
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['noise', Buffer.from(Array.from({ length: 20_000 }, (_, n) => (Math.imul(n, 2_654_435_761) >>> 13) & 255))],
  ['a single frame', Buffer.from([0xff, 0xfb, 0x90, 0x00, 1, 2, 3])],
])('of %s nothing is said', async (_, bytes) => expect(await judged(bytes)).toBe(false));
