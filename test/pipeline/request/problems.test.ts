import { parseRequest } from '../../../src/pipeline/request/request';
import { LONGEST_ADDRESS } from '../../../src/pipeline/base/textLimits';

const refusal = (body: unknown): string => {
  try {
    parseRequest(body);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('was accepted');
};

const wrong = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`option_${at}`, at]));

it('says twenty problems, and how many more there are', () => {
  const message = refusal({ kind: 'video', options: wrong(70_000) });
  expect(message.match(/is not one of/g)).toHaveLength(20);
  expect(message).toMatch(/… and 69,980 more\.$/);
  expect(message.length).toBeLessThan(4_000);
});

it('says all of twenty', () => {
  const message = refusal({ kind: 'video', options: wrong(20) });
  expect(message.match(/is not one of/g)).toHaveLength(20);
  expect(message).not.toContain('more');
});

it('counts problems of the request and of its options together, and keeps their kind', () => {
  expect(() => parseRequest({ kind: 'video', ...wrong(30), options: { ...wrong(30), format: 'avi' } })).toThrow(
    expect.objectContaining({ kind: 'invalid_format', message: expect.stringContaining('… and 41 more.') }),
  );
});

it('shows eighty characters of a name and of a value', () => {
  const long = 'x'.repeat(50_000);
  const message = refusal({ kind: 'video', options: { [long]: 1, fps: long, fit: [long, long] } });
  expect(message).toContain(`"${'x'.repeat(80)}…" is not one of the video options`);
  expect(message).toContain(`(given: "${'x'.repeat(79)})`);
  expect(message).toContain(`(given: ["${'x'.repeat(78)})`);
  expect(message.length).toBeLessThan(1_500);
});

it('shows no secret of a value, wherever it is cut', () => {
  const message = refusal({ kind: 'video', options: { fps: `https://user:${'canary'.repeat(30)}@example.com/` } });
  expect(message).toContain('"https://***@example.com/"');
  expect(message).not.toContain('canary');
});

it.each([
  [{ input: 'x'.repeat(LONGEST_ADDRESS + 1) }, '"input" must have at most 8,192 characters (given: 8,193).'],
  [{ output: 'x'.repeat(1_000_000) }, '"output" must have at most 8,192 characters (given: 1,000,000).'],
])('refuses a text that is too long in words', (fields, words) =>
  expect(refusal({ kind: 'video', ...fields })).toBe(words),
);

it('takes an address of full length', () =>
  expect(parseRequest({ kind: 'video', input: 'x'.repeat(LONGEST_ADDRESS) }).input).toHaveLength(LONGEST_ADDRESS));

it('refuses a list that is too long without looking at what is in it', () =>
  expect(
    refusal({ kind: 'shorts', options: { predefined_shorts: Array.from({ length: 300_000 }, () => ({})), x: 1 } }),
  ).toBe('"predefined_shorts" must have at most 50 entries (given: 300,000).'));
