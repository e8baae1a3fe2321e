import { job, made, removeJobs } from '../../support/job';
import { decodeImage } from '../../support/pixels';

afterAll(removeJobs);

/** Which of black, green and red a picture is. */
async function colourOf(file: string): Promise<string> {
  const [red, green] = (await decodeImage(file)).average();
  if (Math.max(red, green) < 30) return 'black';
  return red > green ? 'red' : 'green';
}

test('the best frame of the beginning is not black and not blurred; unasked the first one is taken', async () => {
  expect(await colourOf((await made('image', 'opening.mp4', { frame: 'best' })).file)).toBe('red');
  expect(await colourOf((await made('image', 'opening.mp4', { frame: 'first' })).file)).toBe('black');
  expect(await colourOf((await made('image', 'opening.mp4', {})).file)).toBe('black');
});

test('a later beginning is not the beginning', async () => {
  const { error } = await job('image', 'opening.mp4', { frame: 'best', start: 1 } as never).catch(
    (thrown: unknown) => ({ error: thrown }),
  );
  expect(error).toMatchObject({
    kind: 'request_invalid',
    message: expect.stringContaining('"frame" only goes without "start"'),
  });
});

test.each(['animated.gif', 'animated.webp', 'cover.mp3', 'card-16x9.png', 'still.avif', 'vfr.mp4'] as const)(
  'there is one of %s, and nothing else is left',
  async (name) => {
    const { file, files } = await made('image', name, { frame: 'best' });
    expect(files).toEqual([file]);
    expect((await decodeImage(file)).brightness()).toBeGreaterThan(30);
  },
);
