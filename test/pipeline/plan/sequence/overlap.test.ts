import type { MediaInfo } from '../../../../src/pipeline/media/mediaInfo';
import { overlapping, shortened } from '../../../../src/pipeline/plan/sequence/overlap';
import { aloneIn, NO_OVERLAP, playedIn } from '../../../../src/pipeline/plan/sequence/span';
import type { PlacedClip } from '../../../../src/pipeline/plan/sequence/placedClips';
import { asRecorded } from '../../../../src/pipeline/plan/reading';

/** A clip that moves, a still, or a clip with a voice, and how many frames it has. */
type Told = ['moves' | 'still' | 'voiced', number];

function placed(told: readonly Told[]): PlacedClip[] {
  let from = 0;
  return told.map(([what, frames], index) => {
    const to = from + frames;
    const source = { still: what === 'still', video: { frames: undefined } } as MediaInfo;
    const clip: PlacedClip = {
      ...{ index, from, to, source, asked: { url: '' }, input: [], before: NO_OVERLAP, after: NO_OVERLAP },
      range: {
        reading: asRecorded(0, 1),
        seconds: 1,
        changed: false,
        limit: [],
        seek: [],
        trimSound: [],
        warnings: [],
      },
      ...(what === 'voiced' && { voice: { read: 9, source, input: [], start: undefined, end: undefined } }),
    };
    from = to;
    return clip;
  });
}

/** When each is seen, and when what is played of it. */
const times = (told: readonly Told[], most: number) =>
  overlapping(placed(told), most).map((clip) => {
    const played = playedIn(clip);
    return [clip.from, clip.to, played.from, played.to];
  });

test.each<[string, Told[], number[][]]>([
  [
    'clips that move begin earlier',
    [
      ['moves', 50],
      ['moves', 75],
      ['moves', 30],
    ],
    [
      [0, 50, 0, 50],
      [38, 113, 38, 113],
      [101, 131, 101, 131],
    ],
  ],
  [
    'stills are seen longer',
    [
      ['still', 50],
      ['still', 50],
      ['still', 50],
    ],
    [
      [0, 62, 0, 50],
      [50, 112, 50, 100],
      [100, 150, 100, 150],
    ],
  ],
  [
    'no voice is heard earlier, and a clip that moves is played from its first frame that is seen',
    [
      ['moves', 50],
      ['voiced', 50],
      ['moves', 50],
    ],
    [
      [0, 50, 0, 50],
      [38, 112, 50, 100],
      [100, 150, 100, 150],
    ],
  ],
  [
    'what is too short has a shorter one, and a frame of its own between two',
    [
      ['moves', 50],
      ['moves', 10],
      ['moves', 1],
      ['moves', 9],
    ],
    [
      [0, 50, 0, 50],
      [46, 56, 46, 56],
      [56, 57, 56, 57],
      [57, 66, 57, 66],
    ],
  ],
])('%s', (_, told, expected) => {
  expect(times(told, 12)).toEqual(expected);
  const clips = overlapping(placed(told), 12);
  // What is seen alone and what is seen together leaves no frame out.
  for (const [index, clip] of clips.entries()) {
    const { from, to } = aloneIn(clip);
    expect(to).toBeGreaterThan(from);
    expect(clips[index + 1]?.from ?? to).toBe(to);
  }
});

test('without one, all is as it was', () => {
  const clips = placed([
    ['moves', 50],
    ['still', 50],
  ]);
  expect(overlapping(clips, 0)).toEqual(clips);
});

test('a transition that is shorter than asked for is said', () => {
  const said = (told: readonly Told[]) => shortened(overlapping(placed(told), 12), 12).map(({ message }) => message);
  const long: Told = ['moves', 25];
  expect(said([long, long])).toEqual([]);
  expect(said([long, ['still', 24]])).toEqual([expect.stringContaining('the one after input 1 is shorter')]);
  expect(said([long, ['still', 24], long, long])).toEqual([expect.stringContaining('after input 1 and 1 more')]);
});
