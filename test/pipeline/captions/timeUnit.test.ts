import { readTranscript } from '../../../src/pipeline/captions/transcript';

describe('milliseconds and seconds', () => {
  const label = (text: string, start: number, end: number) => [{ text, start, end }];
  it.each([
    ['a word that lasts for minutes', label('Smoke', 250, 650), null, 0.65],
    ['a word that would last for minutes, of a long video', label('Smoke', 250, 650), 600, 0.65],
    ['music over a minute', label('♪', 0, 60), null, 60],
    ['few words over a minute', label('Intro, music', 0, 60), 60, 60],
    ['slow milliseconds of a short video', label('So long', 1000, 101_000), 120, 101],
    ['a transcript of more than the video', label('Hello you', 3600, 3601), 60, 3601],
  ])('%s', (_name, told, length, end) =>
    expect(readTranscript(JSON.stringify(told), length)?.[0]?.end).toBeCloseTo(end),
  );
});
