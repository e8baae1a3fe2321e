import type { Analysis } from '../../../../../src/pipeline/kinds/shorts/analysis';
import { soundOf, STEP } from '../../../../../src/pipeline/kinds/shorts/analyse/levels';
import { boundariesOf } from '../../../../../src/pipeline/kinds/shorts/choose/boundaries';
import { choose } from '../../../../../src/pipeline/kinds/shorts/choose/choose';
import { clock } from '../../../../../src/pipeline/kinds/shorts/choose/reason';
import type { Part } from '../../../../../src/pipeline/media/part';

const NOTHING_SEEN = { examined: [], cuts: [], black: [], frozen: [], frames: [], sparse: [] };

/** A talk of sentences of 5 s with pauses of 0.6 s between them; those that begin at the given numbers are 10 dB louder. */
function talk(sentences: number, loud: readonly number[] = [], picture: Partial<Analysis['picture']> = {}): Analysis {
  const levels = Array.from({ length: sentences }, (_, index) => [
    ...Array.from({ length: 5 / STEP }, () => (loud.includes(index) ? -12 : -22)),
    ...Array.from({ length: 12 }, () => -70),
  ]).flat();
  return { duration: levels.length * STEP, sound: soundOf(levels, -5), picture: { ...NOTHING_SEEN, ...picture } };
}

const WISH = { count: 3, least: 10, most: 30 };
const length = ({ start, end }: Part) => end - start;
const holds = (parts: readonly Part[], at: number) => parts.some(({ start, end }) => start <= at && end >= at);

it('chooses parts that begin and end in pauses, hold the loud moments and do not overlap', () => {
  const analysis = talk(60, [20, 41]);
  const choices = choose(analysis, null, WISH);
  expect(choices).toHaveLength(3);
  for (const { start, end } of choices) {
    expect(start === 0 || analysis.sound?.pauses.some((pause) => start > pause.start && start < pause.end)).toBe(true);
    expect(analysis.sound?.pauses.some((pause) => end > pause.start && end < pause.end)).toBe(true);
  }
  expect(holds(choices, 20 * 5.6 + 2.5) && holds(choices, 41 * 5.6 + 2.5)).toBe(true);
  for (const [index, choice] of choices.entries())
    expect(choice.start).toBeGreaterThanOrEqual(choices[index - 1]?.end ?? 0);
  expect(choices.every((choice) => length(choice) >= WISH.least && length(choice) <= WISH.most)).toBe(true);
});

it('chooses the same each time', () => {
  expect(choose(talk(60, [20, 41]), null, WISH)).toEqual(choose(talk(60, [20, 41]), null, WISH));
});

it('says why, in words', () => {
  const [choice] = choose(talk(12, [4]), null, { ...WISH, count: 1 });
  expect(choice?.reason).toMatch(
    /^Holds a moment 10 dB louder than the rest, at 0:2\d, is heard for \d\d% of its time; begins in a pause of 0\.6 s and ends in a pause of 0\.6 s\.$/,
  );
  expect(choice?.score).toBeGreaterThan(40);
});

it('keeps clear of black, whether it was looked at or only glimpsed', () => {
  const loud = 20 * 5.6;
  expect(holds(choose(talk(60, [20], { black: [{ start: loud - 1, end: loud + 1 }] }), null, WISH), loud)).toBe(false);
  const sparse = [{ at: Math.floor(loud), luma: 0, dark: 1, change: 0 }];
  expect(holds(choose(talk(60, [20], { sparse }), null, WISH), loud)).toBe(false);
});

it('prefers what moves to what stands still', () => {
  const duration = talk(60).duration;
  const frames = Array.from({ length: Math.floor(duration * 2) }, (_, index) => ({
    at: index / 2,
    change: 0,
    moved: index / 2 > 200 && index / 2 < 240 ? 0.1 : 0,
    x: 0.5,
    y: 0.5,
    luma: 0.5,
    dark: 0,
  }));
  const [choice] = choose(
    talk(60, [], { frames, examined: [{ start: 0, end: duration }], frozen: [{ start: 0, end: 200 }] }),
    null,
    { ...WISH, count: 1 },
  );
  expect(choice?.start).toBeGreaterThan(195);
  expect(choice?.end).toBeLessThan(245);
});

it('gives as many as there is room for', () => {
  expect(choose(talk(4), null, WISH).length).toBeLessThan(3);
  expect(choose(talk(1), null, WISH)).toEqual([]);
});

it('cuts where a shot ends only when nobody speaks there', () => {
  const at = (by: string, analysis: Analysis) =>
    boundariesOf(analysis, null)
      .starts.filter((one) => one.by === by)
      .map((one) => one.at);
  // Sentence 1 is from 5.6 to 10.6: 8 lies in it, 11 in the pause after it.
  expect(at('cut', talk(10, [], { cuts: [8, 11] }))).toEqual([11]);
  const music: Analysis = {
    duration: 60,
    sound: soundOf(
      Array.from({ length: 60 / STEP }, () => -20),
      -5,
    ),
    picture: { ...NOTHING_SEEN, cuts: [8, 11] },
  };
  expect(at('cut', music)).toEqual([8, 11]);
});

it('finds parts without any sound, at cuts where it knows of some', () => {
  const silent: Analysis = {
    duration: 60,
    sound: null,
    picture: { ...NOTHING_SEEN, cuts: [7.3, 31.1], examined: [{ start: 0, end: 60 }] },
  };
  expect(choose(silent, null, { ...WISH, count: 1 })).toMatchObject([
    { start: 7.3, end: 31.1, reason: 'Begins at a cut and ends at a cut.' },
  ]);
});

it('never cuts a word of a transcript, and likes whole sentences', () => {
  const analysis = talk(20);
  // Words that run on over every second pause: there the sound has a gap, and the speaker has not finished.
  const transcript = Array.from({ length: 10 }, (_, index) => {
    const [start, end] = [index * 11.2, index * 11.2 + 10.6];
    return {
      text: 'so it goes on',
      start,
      end,
      words: [
        { text: 'so', start, end: start + 4.8 },
        { text: 'it', start: start + 4.8, end: start + 5.9 },
        { text: 'goes', start: start + 5.9, end: start + 8 },
        { text: 'on', start: start + 8, end },
      ],
    };
  });
  const choices = choose(analysis, transcript, WISH);
  expect(choices).toHaveLength(3);
  for (const { start, end, reason } of choices) {
    expect(transcript.some((sentence) => Math.abs(sentence.start - start) < 0.3)).toBe(true);
    expect(transcript.some((sentence) => Math.abs(sentence.end - end) < 0.3)).toBe(true);
    expect(reason).toMatch(/begins (where the video begins|.* with a sentence) and ends .* after a sentence\.$/);
  }
});

it('chooses within the parts that it is told to', () => {
  const choices = choose(talk(60, [20, 41]), null, WISH, [{ start: 150, end: 200 }]);
  expect(choices.length).toBeGreaterThan(0);
  expect(choices.every(({ start, end }) => start >= 149.9 && end <= 200.1)).toBe(true);
});

it('writes times as people do', () => {
  expect([clock(5.9), clock(65), clock(3725)]).toEqual(['0:05', '1:05', '1:02:05']);
});
