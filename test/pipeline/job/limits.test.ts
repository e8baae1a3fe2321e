import { totalmem } from 'node:os';
import { limitsOf, runSecondsFor } from '../../../src/pipeline/job/limits';
import { expectThrown } from '../../support/expectError';

const GIB = 1_073_741_824;

test('what docs/self-hosting.md promises unless it is set', () => {
  expect(limitsOf({}, 8 * GIB)).toEqual({
    resultSeconds: 86_400,
    soundBytes: 4_294_967_296,
    pixels: 400_000_000_000,
    pixelsAByte: 2000,
    frames: 1_000_000,
    runSeconds: 172_800,
    cpuSeconds: null,
    memoryBytes: 6 * GIB,
  });
});

test('each can be set, and 0 is none', () => {
  const set = {
    MEDIA_JOBS_MAX_RESULT_SECONDS: '60',
    MEDIA_JOBS_MAX_SOUND_BYTES: '1e6',
    MEDIA_JOBS_MAX_PIXELS: ' 5000 ',
    MEDIA_JOBS_MAX_FRAMES: '7',
    MEDIA_JOBS_MAX_RUN_SECONDS: '0.5',
    MEDIA_JOBS_MAX_CPU_SECONDS: '9',
    MEDIA_JOBS_MAX_MEMORY_BYTES: '4096',
  };
  const values = [60, 1_000_000, 5000, 7, 0.5, 9, 4096];
  const names = ['resultSeconds', 'soundBytes', 'pixels', 'frames', 'runSeconds', 'cpuSeconds', 'memoryBytes'];
  const whatIsSet = Object.fromEntries(names.map((name, index) => [name, values[index]]));
  // Whoever names a number of pixels means that number, also for a large file.
  expect(limitsOf(set)).toEqual({ ...whatIsSet, pixelsAByte: 0 });
  const none = Object.fromEntries(Object.keys(set).map((name) => [name, '0']));
  expect(new Set(names.map((name) => limitsOf(none)[name as keyof ReturnType<typeof limitsOf>]))).toEqual(
    new Set([Infinity]),
  );
  for (const empty of ['', ' ']) expect(limitsOf({ MEDIA_JOBS_MAX_FRAMES: empty }).frames).toBe(1_000_000);
  expect(limitsOf({ MEDIA_JOBS_MAX_FRAMES: '7' }).pixelsAByte).toBe(2000);
});

test('memory is that of the machine, or of the container where that is given less', () => {
  const given = process.constrainedMemory();
  const here = given > 0 && given < totalmem() ? given : totalmem();
  expect(limitsOf({}).memoryBytes).toBe(Math.floor(0.75 * here));
});

test.each(['-1', 'many', 'NaN'])('%s is refused', (value) => {
  expectThrown(() => limitsOf({ MEDIA_JOBS_MAX_FRAMES: value }), 'request_invalid', /MEDIA_JOBS_MAX_FRAMES.*"/);
});

test.each([
  [0, 3600],
  [10, 3600],
  [61, 3660],
  [3600, 172_800],
])('a job of %d s may take %d s when nobody says how long', (length, seconds) => {
  expect(runSecondsFor(length, { runSeconds: 172_800 })).toBe(seconds);
});
