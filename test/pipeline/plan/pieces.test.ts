import { planVideo } from '../../../src/pipeline/kinds/video/plan';
import type { VideoOptions } from '../../../src/pipeline/kinds/video/schema';
import { LONGEST_GOP } from '../../../src/pipeline/plan/pieces';
import { mediaInfo, planContext, valueOf } from '../../support/mediaInfo';

const MINUTE = mediaInfo({ duration: 60, video: { duration: 60 } });

function piecesOf(
  options: VideoOptions = {},
  source = MINUTE,
  { cores = 2, lacking = [] }: { cores?: number; lacking?: string[] } = {},
) {
  const [step] = planVideo({ format: 'webm', ...options }, { ...planContext(source, lacking), cores }).steps;
  return step?.tool === 'ffmpeg' ? step.pieces : undefined;
}
const length = (options: VideoOptions, source = MINUTE, cores = 2) =>
  piecesOf(options, source, { cores })?.each.map(({ frames }) => frames);

it('is the whole, keyframe by keyframe, and what is left', () => {
  const pieces = piecesOf();
  expect(pieces?.each.map(({ from, frames }) => [from, frames])).toEqual([
    [0, 240],
    [8, 240],
    [16, 240],
    [24, 240],
    [32, 240],
    [40, 240],
    [48, 240],
    [56, null],
  ]);
  expect(pieces?.each.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(60);
  expect(pieces?.atOnce).toBe(2);
});

it('begins and ends where the range does', () => {
  const pieces = piecesOf({ start: 10, end: 30.5 });
  expect(pieces?.each.map(({ argv }) => valueOf(argv, '-ss'))).toEqual(['10', '18', '26']);
  expect(pieces?.each.map(({ argv }) => [valueOf(argv, '-frames:v'), valueOf(argv, '-t')])).toEqual([
    ['240', null],
    ['240', null],
    [null, '4.5'],
  ]);
  expect([valueOf(pieces?.sound?.argv ?? [], '-ss'), valueOf(pieces?.sound?.argv ?? [], '-t')]).toEqual(['10', '20.5']);
});

it('is cut between the frames of a rate that is no whole number', () =>
  expect(piecesOf({}, mediaInfo({ duration: 60, video: { frameRate: '30000/1001' } }))?.each[1]?.from).toBeCloseTo(
    8.008,
    9,
  ));

it('has longer pieces where there are many', () => {
  const hour = mediaInfo({ duration: 3600, video: { duration: 3600 } });
  expect(length({}, hour)?.slice(0, 2)).toEqual([4 * LONGEST_GOP, 4 * LONGEST_GOP]);
});

it('takes the cores there are, but four encoders at a time at the most, with their share of the threads', () => {
  const long = mediaInfo({ duration: 600, video: { duration: 600 } });
  expect(piecesOf({}, long, { cores: 16 })).toMatchObject({ atOnce: 4 });
  expect(valueOf(piecesOf({}, long, { cores: 16 })?.each[0]?.argv ?? [], '-threads')).toBe('4');
  expect(valueOf(piecesOf()?.each[0]?.argv ?? [], '-threads')).toBe('1');
  expect(piecesOf({ width: 3840, height: 2160 }, long, { cores: 16 })).toBeUndefined();
});

it.each<[string, ReturnType<typeof piecesOf>]>([
  ['h264, whose encoder uses all cores', piecesOf({ format: 'mp4' })],
  ['AV1 by SVT-AV1, which does so too', piecesOf({ codec: 'av1' })],
  ['one core', piecesOf({}, MINUTE, { cores: 1 })],
  ['a short clip', piecesOf({ end: 11.9 })],
  ['a length that is not known for sure', piecesOf({}, { ...MINUTE, durationDeclared: false })],
  ['no length at all', piecesOf({}, { ...MINUTE, duration: null })],
  ['a container in which places are not found exactly', piecesOf({}, { ...MINUTE, format: 'mpegts' })],
  ['a picture that is copied', piecesOf({}, mediaInfo({ format: 'webm', duration: 60, video: { codec: 'vp9' } }))],
])('is not for %s', (_, pieces) => expect(pieces).toBeUndefined());

it('makes the sound by itself, as the whole does', () => {
  expect(piecesOf()?.sound?.argv).toEqual(expect.arrayContaining(['-map', '0:1', '-c:a', 'libopus', '-f', 'ogg']));
  expect(piecesOf()?.join).toEqual(expect.arrayContaining(['-map', '0:0', '-map', '1:0', '-c', 'copy']));
  const silent = piecesOf({}, { ...MINUTE, audio: null });
  expect(silent).toMatchObject({ sound: null });
  expect(silent?.join.filter((word) => word === '-i')).toHaveLength(1);
});
