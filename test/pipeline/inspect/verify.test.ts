import { asRecorded } from '../../../src/pipeline/plan/reading';
import { copyFile, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KindName, OptionsOf } from '../../../src/pipeline/kinds';
import { probeFile } from '../../../src/pipeline/inspect/probe';
import { verifyOutputs } from '../../../src/pipeline/inspect/verify';
import type { Making } from '../../../src/pipeline/inspect/verify';
import { fixture } from '../../fixtures';
import { expectError } from '../../support/expectError';
import { job, removeJobs, testBinaries } from '../../support/job';
import { probe } from '../../support/probe';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import type { ExpectedOutput } from '../../../src/pipeline/media/expectedOutput';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
});
afterAll(async () => {
  await removeJobs();
  await rm(folder, { recursive: true, force: true });
});

async function make(name: string, argv: readonly string[]): Promise<`/${string}`> {
  const path = join(folder, name);
  await runProgram(BUNDLED_FFMPEG, ['-v', 'error', '-nostdin', '-y', ...argv, path]);
  return `/${path}`;
}
const picture = (seconds: number, fps: number | string = 25) => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=size=160x90:rate=${fps}:duration=${seconds}`,
];
const sound = (seconds: number) => ['-f', 'lavfi', '-i', `sine=duration=${seconds}`];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

async function expectSuccess<K extends KindName>(
  kind: K,
  input: `/${string}`,
  options: OptionsOf[K],
  seconds: number,
): Promise<void> {
  const {
    error,
    job: { warnings = [] },
    file,
  } = await job(kind, input, options);
  expect(error).toBeNull();
  expect(warnings.filter((warning) => warning.kind === 'input_damaged')).toEqual([]);
  expect(Math.abs(Number((await probe(file)).format.duration) - seconds)).toBeLessThan(0.3);
}

describe('a source that is whole is not taken for one that is cut off', () => {
  const LONGER = [
    ['picture', [4, 1]],
    ['sound', [1, 4]],
  ] as const;
  const ENDINGS = [
    ['mp4', [...H264, '-c:a', 'aac']],
    ['webm', ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus']],
    ['flv', [...H264, '-c:a', 'aac', '-ar', '44100']],
  ] as const;
  test.each(
    LONGER.flatMap(([what, seconds]) => ENDINGS.map(([ending, codecs]) => ({ what, ending, seconds, codecs }))),
  )('when its $what is much longer than the other ($ending)', async ({ what, ending, seconds, codecs }) => {
    const path = await make(`${what}-longer.${ending}`, [...picture(seconds[0]), ...sound(seconds[1]), ...codecs]);
    await expectSuccess('video', path, { quality: 'very_low' }, 4);
    await expectSuccess('audio', path, { format: 'wav' }, seconds[1]);
  });

  test('when subtitles go on after both', async () => {
    await writeFile(
      join(folder, 's.srt'),
      '1\n00:00:00,000 --> 00:00:01,000\nHello\n\n2\n00:00:09,000 --> 00:00:10,000\nBye\n',
    );
    for (const [ending, codec] of [
      ['mp4', 'mov_text'],
      ['mkv', 'srt'],
    ] as const) {
      const path = await make(`subtitles.${ending}`, [
        ...picture(2),
        ...sound(2),
        '-i',
        join(folder, 's.srt'),
        '-map',
        '0',
        '-map',
        '1',
        '-map',
        '2',
        ...H264,
        '-c:a',
        'aac',
        '-c:s',
        codec,
      ]);
      await expectSuccess('video', path, {}, 2);
      await expectSuccess('video', path, { quality: 'very_low', start: 1 }, 1);
    }
  });

  test('when an edit list shows only a part of it', async () => {
    const whole = await make('whole.mp4', [
      ...picture(6),
      ...sound(6),
      ...H264,
      '-g',
      '250',
      '-bf',
      '2',
      '-c:a',
      'aac',
    ]);
    for (const ending of ['mp4', 'mov']) {
      const path = await make(`edited.${ending}`, ['-ss', '3.3', '-i', whole, '-c', 'copy']);
      await expectSuccess('video', path, { quality: 'very_low' }, 2.7);
      await expectSuccess('video', path, {}, 2.7);
    }
  });

  test('when it has few pictures, one, or a long gap between two', async () => {
    await expectSuccess('video', await make('slow.mp4', [...picture(8, '1/2'), ...H264]), { quality: 'very_low' }, 8);
    await expectSuccess('animation', await make('slow1.mp4', [...picture(8, '1'), ...H264]), { end: 4 }, 4);
    await expectSuccess('video', await make('one.mp4', [...picture(0.04), ...H264]), { quality: 'very_low' }, 0.04);
    await expectSuccess(
      'video',
      await make('gap.mkv', [
        ...picture(8),
        ...sound(8),
        '-vf',
        "select='not(between(t,2,6))'",
        '-vsync',
        'vfr',
        ...H264,
        '-c:a',
        'aac',
      ]),
      { quality: 'very_low' },
      8,
    );
  });

  test('when only its very end is taken', async () => {
    const path = await make('end.mp4', [...picture(4), ...sound(4), ...H264, '-c:a', 'aac']);
    await expectSuccess('video', path, { quality: 'very_low', start: 3.8 }, 0.2);
    await expectSuccess('audio', path, { start: 3.95, end: 4 }, 0.05);
  });

  test('when it is an animation', async () => {
    await expectSuccess('video', `/${await fixture('animated.gif')}`, { quality: 'very_low' }, 1);
    await expectSuccess('video', `/${await fixture('animated.webp')}`, { quality: 'very_low' }, 1);
  });

  test('when it is a WAV from a pipe, which cannot know its length', async () => {
    const { stdout } = await runProgram(BUNDLED_FFMPEG, [
      '-v',
      'error',
      '-nostdin',
      ...sound(2),
      '-f',
      'wav',
      'pipe:1',
    ]);
    await writeFile(join(folder, 'pipe.wav'), stdout);
    await expectSuccess('audio', `/${join(folder, 'pipe.wav')}`, { format: 'flac' }, 2);
  });
});

describe('a source that is cut off is found out', () => {
  const cases: [string, string[]][] = [
    ['avi', [...picture(4), ...sound(4), '-c:v', 'mpeg4', '-c:a', 'libmp3lame']],
    ['flv', [...picture(4), ...sound(4), ...H264, '-c:a', 'aac', '-ar', '44100']],
    ['mp3', [...sound(4), '-q:a', '4']],
    ['flac', ['-f', 'lavfi', '-i', 'anoisesrc=duration=4']],
    ['m4a', [...sound(4), '-c:a', 'aac', '-movflags', '+faststart']],
  ];
  test.each(cases)('%s', async (ending, argv) => {
    const path = await make(`cut.${ending}`, argv);
    const { size } = await stat(path);
    await truncate(path, Math.floor(size * 0.6));
    const { error } =
      ending === 'avi' || ending === 'flv'
        ? await job('video', path, { quality: 'very_low' })
        : await job('audio', path, { format: 'wav' });
    expect(error?.kind).toBe('output_incomplete');
    expect(error?.message).toMatch(
      /lasts \d\.\d\d s instead of 4\.\d\d s: the (picture|sound) of the input ends before its own header says/,
    );
  });
});

describe('a result is not believed', () => {
  const verify = async (output: ExpectedOutput, more: Partial<Making> = {}) => {
    const binaries = await testBinaries();
    const source = await probeFile(await fixture('card-16x9.mp4'), binaries);
    const making = { source, part: asRecorded(0, 2), binaries, signal: new AbortController().signal };
    return verifyOutputs([output], folder, { ...making, ...more });
  };
  const planned = { format: 'mp4', mime: 'video/mp4' } as const;

  test('when it is not there, empty, or nothing that can be read', async () => {
    await writeFile(join(folder, 'empty.mp4'), '');
    await copyFile(await fixture('truncated-moov-last.mov'), join(folder, 'half.mp4'));
    await expectError(
      verify({ ...planned, file: 'nowhere.mp4' }),
      'output_incomplete',
      'nowhere.mp4 is empty or was not written',
    );
    await expectError(verify({ ...planned, file: 'empty.mp4' }), 'output_incomplete', 'empty.mp4 is empty');
    await expectError(verify({ ...planned, file: 'half.mp4' }), 'output_incomplete', 'half.mp4 cannot be read');
  });

  test('when it is not what was planned', async () => {
    await copyFile(await fixture('card-16x9.mp4'), join(folder, 'card.mp4'));
    const card = { ...planned, file: 'card.mp4' };
    const [found] = await verify({
      ...card,
      width: 640,
      height: 360,
      duration: 2,
      videoCodec: 'h264',
      audioCodec: 'aac',
    });
    expect(found).toMatchObject({ file: { path: join(folder, 'card.mp4') }, info: { duration: expect.closeTo(2, 1) } });
    await copyFile(await fixture('tone.m4a'), join(folder, 'sound.mp4'));
    await copyFile(await fixture('no-audio.mp4'), join(folder, 'silent.mp4'));
    for (const [wrong, why] of [
      [{ width: 640, height: 362 }, 'is 640×360 instead of 640×362'],
      [{ videoCodec: 'h265' }, 'has h264 instead of h265'],
      [{ audioCodec: 'opus' }, 'has aac instead of opus'],
      [{ file: 'sound.mp4', videoCodec: 'h264' }, 'has no picture instead of h264'],
      [{ file: 'silent.mp4', audioCodec: 'aac' }, 'has no sound instead of aac'],
    ] as const)
      await expectError(verify({ ...card, ...wrong }), 'output_incomplete', why);
  });

  test('when it is made of our own files and not as long as planned; a cancelled job is no broken result', async () => {
    await copyFile(await fixture('card-16x9.mp4'), join(folder, 'ours.mp4'));
    const ours = { ...planned, file: 'ours.mp4' };
    await expectError(
      verify({ ...ours, duration: 1 }, { source: null }),
      'output_incomplete',
      'ours.mp4 lasts 2.00 s instead of 1.00 s',
    );
    expect(await verify({ ...ours, duration: 2 }, { source: null })).toHaveLength(1);
    await expectError(verify(ours, { signal: AbortSignal.abort() }), 'cancelled');
  });

  test('when one of its streams ends before the source does', async () => {
    const card = await fixture('card-16x9.mp4');
    await make('short.mp4', ['-i', card, '-t', '1', '-c', 'copy']);
    await make('short-sound.mp4', ['-i', card, '-t', '1', '-i', card, '-map', '0:v', '-map', '1:a', '-c', 'copy']);
    await make('short-picture.mp4', ['-t', '1', '-i', card, '-i', card, '-map', '0:v', '-map', '1:a', '-c', 'copy']);
    const sized = { ...planned, duration: 2 };
    await expectError(
      verify({ ...sized, file: 'short.mp4' }),
      'output_incomplete',
      /short\.mp4 lasts 1\.\d\d s instead of 2\.00 s: the picture/,
    );
    await expectError(verify({ ...sized, file: 'short-picture.mp4' }), 'output_incomplete', 'the picture of the input');
    await expectError(verify({ ...sized, file: 'short-sound.mp4' }), 'output_incomplete', 'the sound of the input');
  });
});
