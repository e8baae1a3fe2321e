import { readProposals } from '../../../../../src/pipeline/kinds/shorts/proposal/answer';

const GOOD = '{"shorts": [{"start": 62.5, "end": 98.2, "title": "The best part"}, {"start": 10, "end": 40}]}';
const READ = [
  { start: 62.5, end: 98.2, title: 'The best part' },
  { start: 10, end: 40 },
];

it.each([
  ['alone', GOOD],
  ['in a fence', `\`\`\`json\n${GOOD}\n\`\`\``],
  ['in a fence among other words', `Here you {are}:\n\n\`\`\`\n${GOOD}\n\`\`\`\nAnything [else]?`],
  ['among other words', `Sure! ${GOOD} I hope that helps.`],
  ['as a list', GOOD.slice(GOOD.indexOf('['), -1)],
  ['as a list among other words', `My picks: ${GOOD.slice(GOOD.indexOf('['), -1)}.`],
  ['after what the model thought', `<think>{"shorts": [{"start": 1, "end": 2}]} or so</think>\n${GOOD}`],
])('reads JSON %s', (_name, answer) => {
  expect(readProposals(answer)).toEqual(READ);
});

it('reads times as text', () => {
  expect(readProposals('[{"start": "62.5", "end": "1:38"}, {"start": "1:02:05", "end": "01:02:45.5"}]')).toEqual([
    { start: 62.5, end: 98 },
    { start: 3725, end: 3765.5 },
  ]);
});

it('passes over parts that are none, and takes nothing else', () => {
  const shorts = [
    { start: 5 },
    { start: 'soon', end: 9 },
    { start: 9, end: 9 },
    { start: -1, end: 9 },
    null,
    'x',
    [1, 2],
    { start: 1, end: 20, title: 7, webhook_url: 'https://evil.example', score: 100 },
  ];
  expect(readProposals(JSON.stringify({ shorts, options: { captions: 'burn' } }))).toEqual([{ start: 1, end: 20 }]);
});

it('takes no more than can be handed on', () => {
  expect(
    readProposals(JSON.stringify(Array.from({ length: 80 }, (_, index) => ({ start: index, end: index + 1 })))),
  ).toHaveLength(50);
});

it.each([
  ['line one\nline\ttwo\u0000\u001b[31m', 'line one line two [31m'],
  ['  \u202Egpj.exe\u2069  ', 'gpj.exe'],
  ['x'.repeat(150), 'x'.repeat(100)],
  ['👩‍💻 works', '👩‍💻 works'],
  ['\n\u0007 ', undefined],
])('makes one plain line of the title %j', (given, title) => {
  expect(readProposals(JSON.stringify([{ start: 1, end: 2, title: given }]))?.[0]?.title).toBe(title);
});

it.each(['', 'I cannot do that.', '{"shorts": "none"}', '{"shorts": [{"start": 1, "end": ', 'null', '{}'])(
  'is null for %j',
  (answer) => {
    expect(readProposals(answer)).toBeNull();
  },
);

it.each(['[]', '{"shorts": []}', '{"shorts": [{}]}'])('is empty for %j', (answer) => {
  expect(readProposals(answer)).toEqual([]);
});
