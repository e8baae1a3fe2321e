import { cuesOf } from '../../../src/pipeline/captions/captions';
import { readTranscript } from '../../../src/pipeline/captions/transcript';

const read = (told: unknown, length: number | null = null) => readTranscript(JSON.stringify(told), length);
/** A sentence as `0-1 Hello`, and its words so, too. */
const shown = (told: unknown, length: number | null = null) =>
  (typeof told === 'string' ? readTranscript(told, length) : read(told, length))?.map(
    ({ text, start, end, words }) => ({
      said: `${at(start)}-${at(end)} ${text}`,
      words: words.map((word) => `${at(word.start)}-${at(word.end)} ${word.text}`),
    }),
  );
const at = (seconds: number) => Number(seconds.toFixed(3));

const WORDS = ['0.5-0.9 Hello,', '1-1.4 you', '1.5-2 there.'];
const SAID = { said: '0.5-2 Hello, you there.', words: WORDS };
const word = (text: string, start: number, end: number, scale = 1) => ({
  text,
  start: scale * start,
  end: scale * end,
});
const bare = [
  { word: 'Hello', start: 0.5, end: 0.9 },
  { word: 'you', start: 1, end: 1.4 },
  { word: 'there', start: 1.5, end: 2 },
];

describe('OpenAI', () => {
  it('has words beside the segments: each goes where it stands, with its punctuation', () => {
    const told = {
      task: 'transcribe',
      duration: 6,
      text: 'Hello, you there. “Why not?” he said.',
      // A word that begins before its segment, as the times of segments are rounded.
      segments: [
        { id: 0, start: 0, end: 2.6, text: ' Hello, you there.' },
        { id: 1, start: 2.6, end: 5, text: ' “Why not?” he said.' },
      ],
      words: [
        ...bare,
        { word: 'Why', start: 2.1, end: 2.5 },
        { word: 'not', start: 3, end: 3.5 },
        { word: 'he', start: 3.6, end: 4 },
        { word: 'said', start: 4, end: 4.5 },
      ],
    };
    expect(shown(told)).toEqual([
      { said: '0-2.6 Hello, you there.', words: WORDS },
      { said: '2.6-5 “Why not?” he said.', words: ['2.1-2.5 “Why', '3-3.5 not?”', '3.6-4 he', '4-4.5 said.'] },
    ]);
  });

  it('has words alone: sentences are those of its text', () => {
    const words = [...bare, { word: 'Bye', start: 2.1, end: 2.4 }];
    expect(shown({ text: 'Hello, you there. Bye!', words })).toEqual([
      SAID,
      { said: '2.1-2.4 Bye!', words: ['2.1-2.4 Bye!'] },
    ]);
  });

  it('gives some words no length: they share what lies between their neighbours', () => {
    const words = [bare[0], { word: 'you', start: 1, end: 1 }, bare[2]];
    expect(shown({ text: 'Hello, you there.', words })).toEqual([
      { said: '0.5-2 Hello, you there.', words: ['0.5-0.9 Hello,', '0.9-1.5 you', '1.5-2 there.'] },
    ]);
  });

  it('writes some words otherwise than its text: those stay as they are', () => {
    const words = [bare[0], { word: 'euros', start: 1, end: 1.4 }, bare[2]];
    expect(shown({ text: 'Hello, € there.', words })).toEqual([
      { said: '0.5-2 Hello, euros there.', words: ['0.5-0.9 Hello,', '1-1.4 euros', '1.5-2 there.'] },
    ]);
  });

  it('writes languages without blanks: the captions have none', () => {
    const words = [
      { word: 'こん', start: 0, end: 0.5 },
      { word: 'にちは', start: 0.5, end: 1 },
      { word: '世界', start: 1.1, end: 2 },
    ];
    const transcript = read({
      text: 'こんにちは。世界。',
      segments: [{ start: 0, end: 2, text: 'こんにちは。世界。' }],
      words,
    });
    expect(transcript?.[0]?.words.map(({ text }) => text)).toEqual(['こん', 'にちは。', '世界。']);
    expect(cuesOf(transcript ?? [], { start: 0, end: 2 }).map(({ text }) => text)).toEqual(['こんにちは。世界。']);
  });
});

describe('AssemblyAI', () => {
  const words = [word('Hello,', 500, 900), word('you', 1000, 1400), word('there.', 1500, 2000)];
  it.each([
    ['words', { status: 'completed', audio_duration: 60, text: 'Hello, you there.', words, utterances: null }],
    [
      'words and utterances',
      { text: 'Hello, you there.', words, utterances: [{ ...word('Hello, you there.', 500, 2000), words }] },
    ],
    ['sentences', { id: 'a', audio_duration: 2, sentences: [{ ...word('Hello, you there.', 500, 2000), words }] }],
    [
      'words that somebody has brought to seconds',
      { audio_duration: 60, words: words.map(({ text, start, end }) => word(text, start, end, 1e-3)) },
    ],
  ])('has %s in milliseconds', (_name, told) => {
    expect(shown(told)).toEqual([SAID]);
    expect(shown(told, 60)).toEqual([SAID]);
  });
});

describe('WhisperX', () => {
  it('knows no times of numbers: they share those between their neighbours', () => {
    const words = [
      { word: 'In', start: 1, end: 1.2 },
      { word: '2014' },
      { word: 'we', start: 2, end: 2.2 },
      { word: 'left.', start: 2.25, end: 2.6 },
    ];
    expect(shown({ segments: [{ start: 1, end: 2.6, text: ' In 2014 we left.', words }] })).toEqual([
      { said: '1-2.6 In 2014 we left.', words: ['1-1.2 In', '1.2-2 2014', '2-2.2 we', '2.25-2.6 left.'] },
    ]);
  });

  it('leaves no room for some of them: they share the times of the word before', () => {
    const words = [
      { word: 'At', start: 1, end: 2 },
      { word: '£5', score: 0 },
      { word: 'each.', start: 2, end: 2.4 },
    ];
    expect(shown({ segments: [{ start: 1, end: 2.4, text: 'At £5 each.', words }] })).toEqual([
      { said: '1-2.4 At £5 each.', words: ['1-1.5 At', '1.5-2 £5', '2-2.4 each.'] },
    ]);
  });

  it('begins and ends with some, and knows nothing of others', () => {
    const words = [{ word: '5' }, { word: 'more', start: 1, end: 1.4 }, { word: '7' }];
    expect(
      shown({
        segments: [
          { start: 0.5, end: 2, text: '5 more 7', words },
          { start: 3, end: 4, text: '1 2', words: [{ word: '1' }] },
        ],
      }),
    ).toEqual([
      { said: '0.5-2 5 more 7', words: ['0.7-1 5', '1-1.4 more', '1.4-1.7 7'] },
      { said: '3-4 1 2', words: [] },
    ]);
  });

  it.each([null, undefined, [], 'none'])('has %j where words should be', (words) =>
    expect(
      shown({
        segments: [
          { start: 1, end: 2, text: 'Hello you', words },
          { start: 2, end: 3 },
        ],
      }),
    ).toEqual([{ said: '1-2 Hello you', words: [] }]),
  );

  it('has its words beside the segments, too', () =>
    expect(shown({ segments: [{ start: 0.5, end: 2, text: 'Hello, you there.' }], word_segments: bare })).toEqual([
      SAID,
    ]));
});

describe('whisper.cpp', () => {
  const offsets = (from: number, to: number) => ({
    timestamps: { from: '00:00:00,000', to: '00:00:00,000' },
    offsets: { from, to },
  });
  it('has milliseconds, and parts of words', () => {
    const tokens = [
      { text: '[_BEG_]', ...offsets(500, 500), id: 50364 },
      { text: ' Hel', ...offsets(500, 700), id: 1 },
      { text: 'lo', ...offsets(700, 900), id: 2 },
      { text: ',', ...offsets(900, 900), id: 3 },
      { text: ' you', ...offsets(1000, 1400), id: 4 },
      { text: ' there', ...offsets(1500, 2000), id: 5 },
      { text: '.', ...offsets(2000, 2000), id: 6 },
      { text: '[_TT_100]', ...offsets(2000, 2000), id: 50464 },
    ];
    const told = {
      params: {},
      result: { language: 'en' },
      transcription: [{ ...offsets(500, 2000), text: ' Hello, you there.', tokens }],
    };
    expect(shown(told)).toEqual([SAID]);
  });

  it('has a word a line (-ml 1), music alone, and characters cut in two', () => {
    const line = (text: string, from: number, to: number) => ({ ...offsets(from, to), text });
    const lines = [
      line(' Hello', 500, 900),
      line(',', 900, 950),
      line(' you', 1000, 1400),
      line(' there', 1500, 2000),
      line('.', 2000, 2000),
    ];
    expect(shown({ transcription: lines })).toEqual([
      { said: '0.5-2 Hello, you there.', words: ['0.5-0.95 Hello,', '1-1.4 you', '1.5-2 there.'] },
    ]);
    expect(shown({ transcription: [line('♪ ♪', 0, 60_000)] })).toEqual([{ said: '0-60 ♪ ♪', words: [] }]);
    const tokens = [line(' \uFFFD', 0, 500), line('\uFFFD', 500, 900)];
    expect(shown({ transcription: [{ ...line('猫', 0, 900), tokens }, line('b c', 900, 1000)] })).toEqual([
      { said: '0-0.9 猫', words: [] },
      { said: '0.9-1 b c', words: [] },
    ]);
  });
});

describe('Deepgram', () => {
  const words = [
    { word: 'hello', start: 0.5, end: 0.9, punctuated_word: 'Hello,' },
    { word: 'you', start: 1, end: 1.4, punctuated_word: 'you' },
    { word: 'there', start: 1.5, end: 2, punctuated_word: 'there.' },
  ];
  const channel = (list: unknown) => ({
    alternatives: [{ transcript: 'Hello, you there.', confidence: 1, words: list }],
  });
  it('has words with their punctuation, in channels', () => {
    expect(shown({ metadata: { duration: 3 }, results: { channels: [channel(words)] } })).toEqual([SAID]);
    const other = [{ word: 'yes', start: 2.5, end: 2.9, punctuated_word: 'Yes.' }];
    expect(shown({ results: { channels: [channel(words), channel(other)] } })).toEqual([
      SAID,
      { said: '2.5-2.9 Yes.', words: ['2.5-2.9 Yes.'] },
    ]);
  });

  it('has utterances alone', () =>
    expect(
      shown({ results: { utterances: [{ start: 0.5, end: 2, transcript: 'Hello, you there.', words }] } }),
    ).toEqual([SAID]));
});

describe('ElevenLabs', () => {
  const blank = (start: number, end: number) => ({ ...word(' ', start, end), type: 'spacing' });
  const say = (text: string, start: number, end: number) => ({ ...word(text, start, end), type: 'word' });
  const words = [
    say('Hello,', 0.5, 0.9),
    blank(0.9, 1),
    say('you', 1, 1.4),
    blank(1.4, 1.5),
    { ...word('(laughs)', 1.4, 1.5), type: 'audio_event' },
    blank(1.4, 1.5),
    say('there.', 1.5, 2),
  ];
  it('has blanks between words, and what is heard', () => {
    expect(shown({ language_code: 'en', text: 'Hello, you (laughs) there.', words })?.[0]?.words).toHaveLength(3);
    expect(cuesOf(read({ words }) ?? [], { start: 0, end: 3 })).toEqual([
      { text: 'Hello, you there.', start: 0.5, end: 2 },
    ]);
    expect(shown({ transcripts: [{ channel_index: 0, text: 'Hello, you there.', words }] })).toEqual([SAID]);
  });
});

describe('others', () => {
  it.each([
    ['TSV of Whisper', 'start\tend\ttext\n500\t2000\tHello, you there.\n60000\t90000\tAm', '60-90 Am'],
    ['CSV of whisper.cpp', 'start,end,text\n500,2000," Hello, you there."\n2500,3000," ""Yes"""', '2.5-3 "Yes"'],
    ['labels of Audacity', '0.500000\t2.000000\tHello, you there.\n2.5\t3\tYes', '2.5-3 Yes'],
  ])('%s', (_name, table, second) =>
    expect(shown(table)?.map(({ said }) => said)).toEqual(['0.5-2 Hello, you there.', second]),
  );

  it('Transformers, Vosk, Gladia', () => {
    expect(
      shown({
        text: 'a',
        chunks: [
          { timestamp: [0.5, 2], text: ' Hello, you there.' },
          { timestamp: [2, null], text: ' b' },
        ],
      })?.[0]?.said,
    ).toBe(SAID.said);
    expect(shown({ text: 'hello you there', result: bare.map((one) => ({ ...one, conf: 1 })) })?.[0]?.words[2]).toBe(
      '1.5-2 there',
    );
    const gladia = [
      { text: 'Hello, you there.', start: 0.5, end: 2, words: bare.map((one) => ({ ...one, word: ` ${one.word}` })) },
    ];
    expect(shown({ result: { transcription: { full_transcript: 'a', utterances: gladia } } })).toEqual([SAID]);
  });
});
