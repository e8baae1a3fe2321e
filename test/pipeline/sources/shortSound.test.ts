import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUDIO_FORMATS } from '../../../src/pipeline/media/formats';
import { job, removeJobs } from '../../support/job';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import { decodeSound } from '../../support/sound';

afterAll(removeJobs);

/** Samples of one frame of the longest codec (MP3, AAC), and of the delay before it: seconds at 44.1 kHz. */
const FRAMES = (3 * 1152) / 44_100;

it('ten milliseconds are made in every format', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'short-'));
  const path = join(folder, 'short.wav') as `/${string}`;
  await runProgram(BUNDLED_FFMPEG, ['-v', 'error', '-f', 'lavfi', '-i', 'sine=1000:r=44100:d=0.01', path]);
  for (const format of AUDIO_FORMATS) {
    const { error, file } = await job('audio', path, { format });
    expect([format, error]).toEqual([format, null]);
    const { duration } = await decodeSound(file);
    // Less than a frame may be missing: Vorbis as newer builds write it ends 3 ms early.
    expect(duration).toBeGreaterThan(0.005);
    expect(duration).toBeLessThan(0.01 + FRAMES);
  }
  await rm(folder, { recursive: true, force: true });
});
