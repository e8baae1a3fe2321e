import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { job, removeJobs } from '../../support/job';
import { probe } from '../../support/probe';
import { channel, decodeSound, peakFrequency } from '../../support/sound';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';

let folder: string;
/** An mp4 that says mp3 and holds mp2, as ffmpeg writes it, beside a picture that can be copied. */
let mislabelled: `/${string}`;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copy-failed-'));
  mislabelled = `/${join(folder, 'mp2.mp4')}`;
  await runProgram(BUNDLED_FFMPEG, [
    ...['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=25:duration=3'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=880:duration=3:sample_rate=44100', '-ac', '1', '-pix_fmt', 'yuv420p'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'mp2', mislabelled],
  ]);
});
afterAll(async () => {
  await removeJobs();
  await rm(folder, { recursive: true, force: true });
});

describe('a codec that the container names wrongly', () => {
  it.each([
    ['audio', { format: 'mp3' }, 'mp3'],
    ['video', {}, 'aac'],
  ] as const)('%s: what was to be copied is encoded, with a warning', async (kind, options, codec) => {
    const { error, file, job: ended } = await job(kind, mislabelled, options);
    expect(error).toBeNull();
    expect((await probe(file)).audio?.codec_name).toBe(codec);
    const sound = await decodeSound(file);
    expect(Math.abs(sound.duration - 3)).toBeLessThan(0.1);
    expect(Math.abs(peakFrequency(channel(sound), sound.rate) - 880)).toBeLessThanOrEqual(3);
    const kinds = (ended.warnings ?? []).map((warning) => warning.kind);
    if (kind === 'audio') expect(kinds).toEqual(['copy_failed']);
  });
});
