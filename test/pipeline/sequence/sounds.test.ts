import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLED_FFMPEG, runProgram } from '../../support/programs';
import { channel, decodeSound, part, rms, toneLevel } from '../../support/sound';
import { joinedSounds } from './support';

let folder: string;
/** Two seconds of noise in two channels; a second of 440 Hz in one; half a second of 880 Hz under a picture; a picture without sound. */
let [noise, tone, film, mute] = ['', '', '', ''];

const make = async (name: string, ...argv: string[]): Promise<string> => {
  const file = join(folder, name);
  await runProgram(BUNDLED_FFMPEG, ['-v', 'error', ...argv, file]);
  return file;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sounds-'));
  const picture = ['-f', 'lavfi', '-i', 'color=red:s=64x36:r=25:d=0.5'];
  noise = await make(
    'noise.wav',
    '-f',
    'lavfi',
    '-i',
    'anoisesrc=r=44100:d=2:seed=1:a=0.3,pan=stereo|c0=c0|c1=-0.5*c0',
  );
  tone = await make('tone.mp3', '-f', 'lavfi', '-i', 'sine=440:r=48000:d=1');
  film = await make('film.mp4', ...picture, '-f', 'lavfi', '-i', 'sine=880:r=48000:d=0.5');
  mute = await make('mute.mp4', ...picture);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('parts of a sound that are joined are that sound, to the sample', async () => {
  const parts = [`${noise}#t=,0.7`, { url: noise, start: 0.7, end: 1.3 }, { url: noise, start: 1.3 }];
  const made = await joinedSounds(folder, parts, { format: 'wav' });
  expect(made.error).toBeNull();
  const [whole, again] = [await decodeSound(noise), await decodeSound(made.file)];
  expect(again.rate).toBe(44_100);
  expect(again.channels).toEqual(whole.channels);
});

it('sounds of other rates and channels follow one another, each as loud as it was, and all are treated as one', async () => {
  const options = { format: 'mp3', fade_out: 0.4, tags: { title: 'All' } } as const;
  const made = await joinedSounds(folder, [tone, { url: film, volume: 0.5 }, `${noise}#t=1`], options);
  expect([made.error, made.job.input, made.job.inputs?.map(({ url }) => url)]).toEqual([
    null,
    null,
    [tone, film, noise],
  ]);
  const sound = await decodeSound(made.file);
  expect([sound.rate, sound.channels.length]).toEqual([48_000, 2]);
  expect(sound.duration).toBeCloseTo(2.5, 1);
  const at = (from: number, to: number) => part(channel(sound, 0), sound.rate, from, to);
  const [first, second] = [at(0.1, 0.9), at(1.1, 1.4)];
  const loud = toneLevel(first, sound.rate, 440);
  expect(loud).toBeCloseTo(0.12, 1);
  expect(toneLevel(second, sound.rate, 880) / loud).toBeCloseTo(0.5, 1);
  expect(toneLevel(second, sound.rate, 440)).toBeLessThan(0.005);
  expect(rms(at(1.7, 2))).toBeGreaterThan(5 * rms(at(2.42, 2.48)));
});

it.each([
  [['speed', 2] as const, 0.75],
  [['target_lufs', -20] as const, 1.5],
])('%j is of the whole', async ([name, value], seconds) => {
  const made = await joinedSounds(folder, [tone, film], { format: 'flac', [name]: value });
  expect(made.error).toBeNull();
  expect((await decodeSound(made.file)).duration).toBeCloseTo(seconds, 1);
});

it('what has no sound is named', async () => {
  const { error } = await joinedSounds(folder, [tone, mute], {});
  expect([error?.kind, error?.message, error?.inputIndex]).toEqual([
    'no_audio_stream',
    'Input 2 of 2: The input mute.mp4 has no audio.',
    1,
  ]);
});

it('what a sound cannot do is refused', () =>
  expect(joinedSounds(folder, [tone, { url: film, motion: 'zoom_in' }], {})).rejects.toMatchObject({
    message: '"inputs[1].motion" does not go with the kind audio.',
  }));
