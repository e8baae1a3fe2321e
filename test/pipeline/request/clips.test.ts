import { parseRequest } from '../../../src/pipeline/request/request';

const clipsOf = (inputs: unknown) => parseRequest({ kind: 'video', inputs }).inputs;

/** What is said of a request that is refused. */
function refusal(body: object): string {
  try {
    parseRequest({ kind: 'video', ...body });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

test('a clip is an address, or an object that says what of it is played', () => {
  expect(
    clipsOf(['a.mp4', { url: 'https://media.example/b.mp4', start: 2, end: 8, fit: 'cover', volume: 0.5 }]),
  ).toEqual([{ url: 'a.mp4' }, { url: 'https://media.example/b.mp4', start: 2, end: 8, fit: 'cover', volume: 0.5 }]);
});

test.each<[unknown, object]>([
  ['a.mp4#t=3,8', { url: 'a.mp4', start: 3, end: 8 }],
  ['a.mp4#t=3', { url: 'a.mp4', start: 3 }],
  ['a.mp4#t=,8.25', { url: 'a.mp4', end: 8.25 }],
  ['a.mp4#t=npt:00:01:02,1:03.5', { url: 'a.mp4', start: 62, end: 63.5 }],
  [{ url: 'https://media.example/a.mp4?x=1#t=3,8' }, { url: 'https://media.example/a.mp4?x=1', start: 3, end: 8 }],
  [
    { url: 'a.mp4#t=3,8', volume: 0 },
    { url: 'a.mp4', start: 3, end: 8, volume: 0 },
  ],
  [
    { url: 'a.mp4', start: '00:00:02.5', duration: 4 },
    { url: 'a.mp4', start: 2.5, end: 6.5 },
  ],
  // What is no time is part of the address, and so is one beside which times stand.
  ['a.mp4#t=', { url: 'a.mp4#t=' }],
  ['a.mp4#xywh=0,0,1,1', { url: 'a.mp4#xywh=0,0,1,1' }],
  [
    { url: 'a.mp4#t=3,8', start: 0 },
    { url: 'a.mp4#t=3,8', start: 0 },
  ],
])('%j', (given, clip) => {
  expect(clipsOf([given])).toEqual([clip]);
});

test.each<[object, string]>([
  [{ inputs: 'a.mp4' }, '"inputs" must be a list.'],
  [{ inputs: [] }, '"inputs" must have at least 1 entry.'],
  [{ inputs: Array.from({ length: 1001 }, () => 'a.mp4') }, '"inputs" must have at most 1,000 entries (given: 1,001).'],
  [{ inputs: [null] }, '"inputs[0]" must be an address, or an object with a "url".'],
  [{ inputs: ['a.mp4', {}] }, '"inputs[1].url" is missing.'],
  [{ inputs: [{ url: 'a.mp4', end: 3, duration: 2 }] }, '"inputs[0].duration" only goes without "end" (given: 2).'],
  [{ inputs: [{ url: 'a.mp4', start: 3, end: 2 }] }, '"inputs[0].end" must be greater than "start" (3) (given: 2).'],
  [{ inputs: ['a.mp4#t=8,3'] }, '"inputs[0].end" must be greater than "start" (8) (given: 3).'],
  [{ inputs: ['a.mp4#t=1:2:3:4'] }, '"inputs[0].start" must be a number (given: "1:2:3:4").'],
  [{ inputs: [{ url: 'a.mp4', volume: 11 }] }, '"inputs[0].volume" must be at most 10 (given: 11).'],
  [{ inputs: [{ url: 'a.mp4', strat: 1 }] }, '"strat" is not one of the inputs[0] options; did you mean "start"?'],
  [{ inputs: ['a.mp4'], input: 'b.mp4' }, 'Give "input" or "inputs", not both.'],
  [{ inputs: ['a.mp4'], options: { start: 2 } }, '"start" belongs to each of "inputs", not beside them.'],
  [{ inputs: ['a.mp4'], options: { duration: 2 } }, '"duration" belongs to each of "inputs", not beside them.'],
  [{ inputs: ['a.mp4'], options: { reverse: true } }, '"reverse" goes with one "input", not with "inputs".'],
  [{ input: 'a.mp4', options: { transition: 'wipe' } }, '"transition" goes with "inputs", not with one "input".'],
  [
    { inputs: ['a.mp4'], options: { transition_duration: 1 } },
    '"transition_duration" only goes with "transition" (given: 1).',
  ],
  [{ inputs: ['a.mp4'], kind: 'image' }, '"inputs" goes with the kinds video, audio.'],
])('%j is refused', (body, words) => {
  expect(refusal(body)).toContain(words);
});

test('of a thousand wrong clips twenty are said', () => {
  const words = refusal({ inputs: Array.from({ length: 1000 }, () => ({})) });
  expect(words).toContain('"inputs[19].url" is missing. … and 980 more.');
  expect(words.length).toBeLessThan(2000);
});
