import { job, made, removeJobs } from '../../support/job';
import { expectColour } from '../../support/expectColour';
import { decodeFrame, decodeImage } from '../../support/pixels';
import type { Picture } from '../../support/pixels';
import { FFMPEG, runProgram } from '../../support/programs';
import { probe } from '../../support/probe';

afterAll(removeJobs);

const RED = [255, 0, 0];
const opacity = (picture: Picture) => [picture.share(0.25, 0.5)[3], picture.share(0.75, 0.5)[3]];
const kinds = (warnings: readonly { kind: string }[] | undefined) => (warnings ?? []).map(({ kind }) => kind);

describe.each(['transparent-vp8.webm', 'transparent-vp9.webm'] as const)('%s', (name) => {
  it('stays transparent in pictures and animations', async () => {
    const results = [
      await made('image', name, { format: 'png', start: 0.5 }),
      await made('image', name, { format: 'webp' }),
      await made('animation', name, { format: 'gif', end: 0.4 }),
    ];
    for (const { file, job: ended } of results) {
      const picture = await decodeImage(file);
      expect(opacity(picture)).toEqual([255, 0]);
      expectColour(picture.share(0.25, 0.5), RED);
      expect(kinds(ended.warnings)).not.toContain('transparency_lost');
    }
  });

  it('has a background under it where one is given', async () => {
    const { file, job: ended } = await made('video', name, { format: 'mp4', background: '#00ff00' });
    const picture = await decodeFrame(file);
    expectColour(picture.share(0.25, 0.5), RED);
    expectColour(picture.share(0.75, 0.5), [0, 255, 0]);
    expect(kinds(ended.warnings)).not.toContain('transparency_lost');
    const still = await decodeImage((await made('image', name, { format: 'jpeg', background: '#00ff00' })).file);
    expectColour(still.share(0.75, 0.5), [0, 255, 0]);
    const copied = await made('video', name, { format: 'webm', background: '#00ff00' });
    expectColour((await decodeFrame(copied.file)).share(0.75, 0.5), [0, 255, 0]);
  });

  it('is black where the result cannot hold it, which is said', async () => {
    const { file, job: ended } = await made('video', name, { format: 'mp4' });
    expectColour((await decodeFrame(file)).share(0.75, 0.5), [0, 0, 0]);
    expect(kinds(ended.warnings)).toContain('transparency_lost');
    const adaptive = await job('adaptive_video', name, {});
    expect(kinds(adaptive.job.warnings)).toContain('transparency_lost');
    await adaptive.cleanup();
  });

  it('is copied whole', async () => {
    const { file, job: ended } = await made('video', name, { format: 'webm' });
    expect(kinds(ended.warnings)).toEqual(['remuxed']);
    expect((await probe(file)).video?.tags).toMatchObject({ ALPHA_MODE: '1' });
    const decoder = name === 'transparent-vp8.webm' ? 'libvpx' : 'libvpx-vp9';
    const argv = [
      '-v',
      'error',
      '-c:v',
      decoder,
      '-i',
      file,
      '-frames:v',
      '1',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgba',
      '-',
    ];
    const { stdout } = await runProgram(FFMPEG, argv);
    const alphaAt = (x: number) => stdout[4 * (45 * 160 + x) + 3];
    expect([alphaAt(20), alphaAt(140)]).toEqual([255, 0]);
  });
});
