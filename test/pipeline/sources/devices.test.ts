import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PRESET_NAMES, PRESETS, withPreset } from '../../../src/pipeline/kinds/presets';
import type { PresetName } from '../../../src/pipeline/kinds/presets';
import { fixture } from '../../fixtures';
import type { FixtureName } from '../../fixtures';
import { AAC, ffmpeg, H264 } from '../../fixtures/recipe';
import { cli } from '../../support/cli';
import { job, removeJobs } from '../../support/job';
import { probe } from '../../support/probe';

/** Files as phones and recorders of screens make them: where one lies, its longer and its shorter side as it is seen, and what it holds. */
interface Device {
  path: () => Promise<string>;
  sides: [number, number];
  holds: 'video with sound' | 'video' | 'picture';
}

const of = (name: FixtureName) => () => fixture(name);

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'devices-'))));
afterAll(() => Promise.all([removeJobs(), rm(folder, { recursive: true, force: true })]));

/** A clip of few pixels, no sound, or a second. */
const short = (name: string, from: FixtureName, args: readonly string[]) => async () => {
  const file = join(folder, name);
  await ffmpeg(['-y', '-i', await fixture(from), ...args, file]);
  return file;
};

const DEVICES: Record<string, Device> = {
  'a phone held upright': { path: of('rotate-90.mov'), sides: [640, 360], holds: 'video with sound' },
  'a story': { path: of('card-9x16.mp4'), sides: [640, 360], holds: 'video with sound' },
  'an old camera (4:3)': { path: of('card-4x3.mp4'), sides: [640, 480], holds: 'video with sound' },
  'a recorded screen that stands still': { path: of('slides.mp4'), sides: [640, 360], holds: 'video with sound' },
  'a phone whose rate varies': { path: of('vfr.mp4'), sides: [640, 360], holds: 'video with sound' },
  'a tiny clip': {
    path: short('tiny.mp4', 'card-9x16.mp4', ['-vf', 'scale=36:64', ...H264, ...AAC]),
    sides: [64, 36],
    holds: 'video with sound',
  },
  'a second': {
    path: short('second.mp4', 'card-16x9.mp4', ['-t', '1', ...H264, ...AAC]),
    sides: [640, 360],
    holds: 'video with sound',
  },
  'a muted recording': {
    path: short('muted.mov', 'card-9x16.mp4', ['-an', ...H264]),
    sides: [640, 360],
    holds: 'video',
  },
  'a picture with its place': { path: of('location.jpg'), sides: [640, 360], holds: 'picture' },
  'a screenshot of odd sides': { path: of('odd.png'), sides: [321, 241], holds: 'picture' },
  'a picture turned by its tag': { path: of('exif-6.jpg'), sides: [640, 360], holds: 'picture' },
};

/** Sheets and frames are looked for in few of them: how many pictures there are hangs on the length alone. */
const IN_FRAMES = ['a phone held upright', 'a tiny clip', 'a second'];

function taken(name: string, preset: PresetName): boolean {
  const { kind } = PRESETS[preset];
  const { holds } = DEVICES[name] as Device;
  if (holds === 'picture') return kind === 'image';
  if (kind === 'thumbnails') return IN_FRAMES.includes(name);
  return holds === 'video with sound' || kind !== 'audio';
}

/** The sides of what a result shows, the longer one first: of a file as it is seen, of a stream each rendition. */
async function sidesOf(file: string): Promise<number[][]> {
  if (/\.m3u8$/.test(file)) {
    const text = await readFile(file, 'utf8');
    return [...text.matchAll(/RESOLUTION=(\d+)x(\d+)/g)].map(([, ...sides]) => sides.map(Number));
  }
  if (!/\.(mp4|gif|jpe?g)$/.test(file)) return [];
  const { video } = await probe(file);
  return video ? [[video.width ?? 0, video.height ?? 0]] : [];
}

test.each(Object.keys(DEVICES))('%s: no preset fails, or shows it larger than it is', async (name) => {
  const device = DEVICES[name] as Device;
  const input = await device.path();
  for (const preset of PRESET_NAMES.filter((each) => taken(name, each))) {
    const { options } = withPreset(preset, {}, 'newest');
    const { error, files } = await job(PRESETS[preset].kind, input as `/${string}`, options as never);
    expect({ preset, error }).toEqual({ preset, error: null });
    // A sheet has many pictures.
    if (options['sprite'] === true) continue;
    const shown = (await Promise.all(files.map(sidesOf))).flat().map((sides) => sides.sort((a, b) => b - a));
    const [long, short] = device.sides;
    expect({ preset, larger: shown.filter(([one = 0, other = 0]) => one > long || other > short) }).toEqual({
      preset,
      larger: [],
    });
    if (PRESETS[preset].kind !== 'audio') expect({ preset, count: shown.length > 0 }).toEqual({ preset, count: true });
  }
});

// By the built command line, since its decoder is a program of its own.
test('a picture of a phone (HEIC): no preset for pictures fails, or shows it larger than it is', async () => {
  const input = join(__dirname, '../../fixtures/heif/rotated.heic');
  for (const preset of PRESET_NAMES.filter((each) => PRESETS[each].kind === 'image')) {
    const flags = Object.entries(withPreset(preset, {}, 'newest').options).flatMap(([option, value]) => {
      const flag = option.replaceAll('_', '-');
      return value === false ? [`--no-${flag}`] : [`--${flag}`, String(value)];
    });
    const file = join(folder, `${preset}.jpg`);
    const { lines } = await cli(['image', '-i', input, '-o', file, '--json', ...flags], { cwd: folder });
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ status: 'succeeded' });
    expect((await sidesOf(file)).flat().sort((a, b) => b - a)).toEqual([128, 64]);
  }
});
