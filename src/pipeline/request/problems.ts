import type { z } from 'zod/v4';
import type { ErrorKind } from '../errors/table';
import { nearest } from '../base/nearest';
import { shownName, shownValue } from '../base/shownValue';
import { MOST_PROBLEMS } from '../base/textLimits';

/** One thing that is wrong with a request. Its words are made when they are asked for: a request may have a hundred thousand. */
export interface Problem {
  kind: ErrorKind;
  words: () => string;
}

/** The first problems in words, and how many more there are. */
export function listed(problems: readonly Pick<Problem, 'words'>[]): string {
  const texts = problems.slice(0, MOST_PROBLEMS).map(({ words }) => words());
  const more = problems.length - texts.length;
  return [...texts, ...(more > 0 ? [`… and ${more.toLocaleString('en-US')} more.`] : [])].join(' ');
}

/** What is wrong with one field. @param names fields that there are @param owner stands before "options" */
export function describe(issue: z.core.$ZodIssue, names: readonly string[], owner: string): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const there = `There are: ${names.join(', ')}.`;
    const told = issue.keys.slice(0, MOST_PROBLEMS).map((key, index): Problem => ({
      kind: 'request_invalid',
      words: () =>
        `${shownName(key)} is not one of the ${owner}options; did you mean "${nearest(key, names)}"?${index === 0 ? ` ${there}` : ''}`,
    }));
    return [...told, ...new Array<Problem>(issue.keys.length - told.length).fill(COUNTED)];
  }
  const field = issue.path.join('.');
  return [{ kind: KINDS.get(field) ?? 'request_invalid', words: () => `"${field}" ${rule(issue)}${given(issue)}.` }];
}

const KINDS = new Map<string, ErrorKind>([
  ['format', 'invalid_format'],
  ['codec', 'invalid_codec'],
]);

/** One that is counted only: a hundred thousand of them are this same one. */
const COUNTED: Problem = { kind: 'request_invalid', words: () => '' };

/** What was given; of what is too long, how long it is. */
function given({ code, input }: z.core.$ZodIssue): string {
  if (input === undefined) return '';
  const counted = code === 'too_big' && (typeof input === 'string' || Array.isArray(input));
  if (counted) return ` (given: ${input.length.toLocaleString('en-US')})`;
  return ` (given: ${shownValue(input)})`;
}

/** What would be allowed, in words. */
function rule(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${ARTICLES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `must be ${issue.inclusive ? 'at least' : 'greater than'} ${Number(issue.minimum).toLocaleString('en-US')}`;
    case 'too_big':
      return mostOf(issue);
    case 'invalid_union': {
      const limit = issue.errors.flat().find(isNumberLimit);
      return `${limit ? `${rule(limit)}; give` : 'must be'} ${issue.message}`;
    }
    case 'invalid_format':
      return isColor(issue.pattern) ? 'must be a hex colour such as "#000000"' : 'has the wrong form';
    default:
      return issue.message;
  }
}

const isNumberLimit = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'too_small' || (issue.code === 'too_big' && issue.origin !== 'string');

function mostOf({ origin, maximum }: z.core.$ZodIssueTooBig): string {
  const most = Number(maximum).toLocaleString('en-US');
  if (origin === 'string') return `must have at most ${most} characters`;
  return origin === 'array' ? `must have at most ${most} entries` : `must be at most ${most}`;
}

const isColor = (pattern: unknown): boolean => String(pattern).includes('#');
const ARTICLES: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  array: 'a list',
  record: 'an object',
  object: 'an object',
};
