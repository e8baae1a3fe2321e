import { lettersIn } from '../../../src/pipeline/captions/letters';
import { linesOf, pagesOf } from '../../../src/pipeline/captions/pages';
import { textOf } from '../../../src/pipeline/captions/words';
import { writtenWords } from '../../../src/pipeline/captions/writtenWords';

const words = (text: string, seconds = 60) => writtenWords({ text, start: 0, end: seconds });
const pages = (text: string, letters: number) => pagesOf(words(text), letters).map(textOf);

it('never puts the end of a sentence within a page', () => {
  expect(pages('I know. You do not. Why?', 42)).toEqual(['I know.', 'You do not.', 'Why?']);
});

it('ends pages with phrases, and makes them even', () => {
  expect(pages('When the trams came back, the whole street changed within a year', 42)).toEqual([
    'When the trams came back,',
    'the whole street changed within a year',
  ]);
  const [first = '', second = '', ...rest] = pages('one two three four five six seven eight nine ten', 42);
  expect(rest).toEqual([]);
  expect(Math.abs(first.length - second.length)).toBeLessThan(8);
});

it('begins a new page after a pause', () => {
  const said = [
    { text: 'Well', start: 0, end: 0.4 },
    { text: 'now', start: 1, end: 1.2 },
    { text: 'then', start: 1.79, end: 2 },
  ];
  expect(pagesOf(said, 42).map(textOf)).toEqual(['Well', 'now then']);
});

it('has no page longer than asked but for a word that is', () => {
  const text = `a ${'b'.repeat(50)} c d`;
  for (const page of pages(text, 20)) expect(page.length <= 20 || !page.includes(' ')).toBe(true);
  expect(pages(text, 20).join(' ')).toBe(text);
});

it('takes time that grows with the text alone', () => {
  const long = pagesOf(words('word '.repeat(20_000).trim()), 42);
  expect(long.flat()).toHaveLength(20_000);
});

it('parts a page into two even lines', () => {
  expect(linesOf(words('a page that is too long for it'), 20).map(textOf)).toEqual([
    'a page that is',
    'too long for it',
  ]);
  expect(linesOf(words('short enough'), 20).map(textOf)).toEqual(['short enough']);
});

it('finds words where there are no blanks, and knows wide characters', () => {
  expect(lettersIn('日本語 ok')).toBe(9);
  const said = words('今日は天気がいいですね。');
  expect(said.length).toBeGreaterThan(3);
  expect(textOf(said)).toBe('今日は天気がいいですね。');
  expect(said.at(-1)?.text.endsWith('。')).toBe(true);
  expect(said.every(({ start, end }, index) => end > start && start === (said[index - 1]?.end ?? 0))).toBe(true);
});
