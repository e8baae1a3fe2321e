import type { Analysis } from '../../../../../src/pipeline/kinds/shorts/analysis';
import { soundOf, STEP } from '../../../../../src/pipeline/kinds/shorts/analyse/levels';
import { choose } from '../../../../../src/pipeline/kinds/shorts/choose/choose';
import type { Proposal } from '../../../../../src/pipeline/kinds/shorts/choose/proposed';
import type { Transcript } from '../../../../../src/pipeline/captions/transcript';

/** Forty sentences of 5 s with pauses of 0.6 s between them; the last one is louder. */
const EVERY = 5.6;
const levels = Array.from({ length: 40 }, (_, index) => [
  ...Array.from({ length: 5 / STEP }, () => (index === 38 ? -12 : -22)),
  ...Array.from({ length: 12 }, () => -70),
]).flat();
const NOTHING_SEEN = { examined: [], cuts: [], black: [], frozen: [], frames: [], sparse: [] };
const talk = (picture: Partial<Analysis['picture']> = {}): Analysis => ({
  duration: levels.length * STEP,
  sound: soundOf(levels, -5),
  picture: { ...NOTHING_SEEN, ...picture },
});

const WISH = { count: 2, least: 10, most: 30 };
const chosen = (
  proposals: Proposal[],
  {
    analysis = talk(),
    transcript = null,
    wish = {},
  }: { analysis?: Analysis; transcript?: Transcript | null; wish?: object } = {},
) => choose(analysis, transcript, { ...WISH, ...wish, proposals });
const proposed = (...args: Parameters<typeof chosen>) =>
  chosen(...args).filter(({ proposal }) => proposal !== undefined);

it('takes what is proposed before what scores better, at the nearest pauses, and says so', () => {
  const [first, second] = chosen([{ start: 22, end: 39.5, title: 'Mine' }]);
  expect(first).toMatchObject({
    proposal: { title: 'Mine' },
    reason: expect.stringMatching(
      /^Was proposed\. Is heard .*; begins in a pause of 0\.6 s and ends in a pause of 0\.6 s\.$/,
    ) as string,
  });
  expect([first?.start, first?.end].map((at) => Number(at?.toFixed(2)))).toEqual([22.25, 38.85]);
  expect(first?.score).toBeLessThan(second?.score ?? 0);
  expect(second).not.toHaveProperty('proposal');
  expect(second?.start).toBeLessThan(38 * EVERY);
});

it('takes the best first, and of those that overlap the better one', () => {
  const [late, early, over] = [
    { start: 100.8, end: 117 },
    { start: 11.2, end: 27.4 },
    { start: 16.8, end: 38.6 },
  ];
  expect(proposed([late, over, early]).map(({ proposal }) => proposal)).toEqual([over, late]);
  expect(proposed([late, late, early]).map(({ proposal }) => proposal)).toEqual([early, late]);
});

it('moves a proposal out of the middle of a word, though the sound has a gap there', () => {
  // One word goes on over the pause after every second sentence.
  const transcript: Transcript = Array.from({ length: 20 }, (_, index) => {
    const start = index * 2 * EVERY;
    return {
      text: 'never ending',
      start,
      end: start + EVERY + 5,
      words: [
        { text: 'never', start, end: start + 4 },
        { text: 'ending', start: start + 4, end: start + EVERY + 5 },
      ],
    };
  });
  const [part] = proposed([{ start: 3 * EVERY - 0.1, end: 7 * EVERY - 0.3 }], { transcript, wish: { most: 40 } });
  expect(part).toBeUndefined();
  const [moved] = proposed([{ start: 2 * EVERY + 1.5, end: 6 * EVERY + 2 }], { transcript, wish: { most: 40 } });
  for (const at of [moved?.start ?? -1, moved?.end ?? -1]) {
    expect(transcript.some(({ words }) => words.some(({ start, end }) => at > start + 0.08 && at < end - 0.08))).toBe(
      false,
    );
    expect(at).toBeGreaterThan(0);
  }
});

it.each<[string, Proposal]>([
  ['lies behind the end', { start: 300, end: 320 }],
  ['ends behind the end', { start: 212.8, end: 260 }],
  ['is too short', { start: 11.2, end: 16 }],
  ['is too long', { start: 11.2, end: 150 }],
])('passes over one that %s, and something else stands in', (_name, proposal) => {
  expect(chosen([proposal])).toEqual(choose(talk(), null, WISH));
});

it('passes over one that holds black, and moves one that has some at its edge', () => {
  const black = [{ start: 50, end: 51 }];
  expect(proposed([{ start: 44.8, end: 61.4 }], { analysis: talk({ black }) })).toEqual([]);
  const [part] = proposed([{ start: 51.5, end: 72.6 }], { analysis: talk({ black }) });
  expect(part?.start).toBeCloseTo(10 * EVERY - 0.15);
});

it('passes over one that is nowhere near a pause', () => {
  const monologue: Analysis = {
    duration: 60,
    sound: soundOf(
      [
        ...Array.from({ length: 30 / STEP }, () => -20),
        ...Array.from({ length: 20 }, () => -70),
        ...Array.from({ length: 29 / STEP }, () => -20),
      ],
      -5,
    ),
    picture: NOTHING_SEEN,
  };
  const transcript: Transcript = [
    { text: 'on and on', start: 0, end: 30, words: [] },
    { text: 'and on', start: 31, end: 60, words: [] },
  ];
  expect(proposed([{ start: 10, end: 20 }], { analysis: monologue, transcript })).toEqual([]);
  expect(proposed([{ start: 0, end: 28 }], { analysis: monologue, transcript, wish: { most: 35 } })).toHaveLength(1);
});

it('takes no more than are wanted', () => {
  const many = Array.from({ length: 6 }, (_, index) => ({ start: index * 5 * EVERY, end: index * 5 * EVERY + 16 }));
  expect(chosen(many).map(({ proposal }) => proposal)).toEqual(many.slice(0, 2));
});
