import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { combinations } from '../../../src/cli/doctor/checks';
import { readCapabilities } from '../../../src/pipeline/ffmpeg/capabilities';
import { encoderFor } from '../../../src/pipeline/ffmpeg/encoders';
import { cli } from '../../support/cli';
import { fakeProgram } from '../../support/fakeBinary';
import { testBinaries } from '../../support/job';
import { FFMPEG } from '../../support/programs';
import { SANDBOX_WORKS } from '../../support/sandbox';
import { doctorFolder, doctorIn } from './support/doctorIn';

let root: string;
beforeEach(async () => {
  root = await doctorFolder();
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('what works', () => {
  test('every kind, format and codec is tried, and works where ffmpeg has the encoder', async () => {
    const { code, diagnosis } = await doctorIn(root);
    expect(diagnosis.checks.map(({ kind, format, codec }) => [kind, format, codec])).toEqual(
      combinations().map(({ kind, format, codec }) => [kind, format, codec]),
    );
    const { ffmpeg } = await testBinaries();
    expect(diagnosis.ffmpeg).toMatchObject({ path: ffmpeg.path, version: ffmpeg.version });
    const capabilities = await readCapabilities(ffmpeg);
    for (const { kind, codec, works, why } of diagnosis.checks) {
      const missing =
        kind === 'video' &&
        codec === 'av1' &&
        !['libsvtav1', 'libaom-av1'].some((name) => capabilities.names.has(name));
      expect({ codec, works, why }).toEqual(
        missing
          ? { codec, works: false, why: expect.stringContaining('cannot write av1') as string }
          : { codec, works: true },
      );
    }
    expect(diagnosis.ok).toBe(true);
    expect([diagnosis.sandbox.setting, diagnosis.sandbox.by !== null]).toEqual(['auto', SANDBOX_WORKS]);
    expect(code).toBe(0);
    expect(encoderFor('h264', capabilities)).toBe('libx264');
  });

  test('a sandbox is there or not, and nothing else', async () => {
    const { code, lines } = await cli(['doctor'], { cwd: root, env: { MEDIA_JOBS_SANDBOX: 'yes' } });
    expect([code, JSON.parse(lines.at(-1) ?? '')]).toEqual([
      2,
      { kind: 'request_invalid', message: expect.stringContaining('MEDIA_JOBS_SANDBOX') as string },
    ]);
  });

  test('there is a default for every kind, and png, which a picture with transparency becomes', () => {
    expect(
      combinations()
        .filter((combination) => combination.default)
        .map(({ kind, format, codec }) => `${kind} ${format} ${codec}`),
    ).toEqual([
      'video mp4 h264',
      'audio mp3 mp3',
      'image jpeg jpeg',
      'image png png',
      'animation gif gif',
      'adaptive_video hls h264',
      'thumbnails jpeg jpeg',
    ]);
  });

  test('a default that does not work makes the exit code 1', async () => {
    const lacking = await fakeProgram(
      join(root, 'bin', 'ffmpeg'),
      `if [ "$2" = -encoders ]; then "${FFMPEG}" "$@" | grep -v libx264; else exec "${FFMPEG}" "$@"; fi`,
    );
    const { code, diagnosis } = await doctorIn(root, [], { FFMPEG_PATH: lacking, MEDIA_JOBS_SANDBOX: 'off' });
    expect([code, diagnosis.ok]).toEqual([1, false]);
    expect(diagnosis.sandbox).toEqual({ setting: 'off', by: null, why: 'MEDIA_JOBS_SANDBOX=off' });
    const broken = diagnosis.checks.filter(({ works, codec }) => !works && codec !== 'av1');
    expect(broken.map(({ kind, format }) => [kind, format])).toEqual([
      ['video', 'mp4'],
      ['video', 'mov'],
      ['adaptive_video', 'hls'],
    ]);
    expect(broken[0]?.why).toContain('it has no libx264');
  });

  test('no ffmpeg that runs is an error that says why', async () => {
    const ended = await cli(['doctor'], { cwd: root, env: { FFMPEG_PATH: join(root, 'absent') } });
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.lines.at(-1) ?? '')).toEqual({
      kind: 'ffmpeg_missing',
      message: expect.stringContaining('FFMPEG_PATH is set to') as string,
    });
  });
});
