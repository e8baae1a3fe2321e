import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from '../../fixtures/recipe';
import { made, removeJobs } from '../../support/job';
import { decodeFrames, decodeImage } from '../../support/pixels';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sequences-'));
  const colours = [
    '-f',
    'lavfi',
    '-i',
    'color=red:s=64x48:r=5:d=0.6',
    '-f',
    'lavfi',
    '-i',
    'color=blue:s=64x48:r=5:d=0.4',
  ];
  await ffmpeg([...colours, '-filter_complex', 'concat', '-plays', '0', '-f', 'apng', join(root, 'animated.png')]);
});
afterAll(() => rm(root, { recursive: true, force: true }));
afterAll(removeJobs);

describe.each([
  ['AVIF', () => join(__dirname, '../../fixtures/heif/sequence.avif')],
  ['APNG', () => join(root, 'animated.png')],
])('%s', (_, fileOf) => {
  const input = () => fileOf() as `/${string}`;
  it('is an animation', async () => {
    const { file } = await made('animation', input(), { format: 'gif', end: 0.9 });
    const seen = (await decodeFrames(file, { width: 2, height: 2 })).map((picture) => picture.share(0.5, 0.5));
    const names = seen.map(([red, , blue]) => (red > blue ? 'red' : 'blue'));
    expect(names[0]).toBe('red');
    expect(names.at(-1)).toBe('blue');
  });

  it('an image of it is its first picture, and that is said', async () => {
    const { file, job } = await made('image', input(), { format: 'png' });
    const [red, , blue] = (await decodeImage(file)).share(0.5, 0.5);
    expect(red - blue).toBeGreaterThan(200);
    expect(job).toMatchObject({ warnings: [{ kind: 'first_picture' }] });
  });

  it('or the one at a moment', async () => {
    const { file } = await made('image', input(), { format: 'png', start: 0.7 });
    const [red, , blue] = (await decodeImage(file)).share(0.5, 0.5);
    expect(blue - red).toBeGreaterThan(200);
  });
});
