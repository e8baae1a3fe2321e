import { z } from 'zod/v4';
import { boundedJson } from '../../../base/boundedJson';
import { MAX_PROPOSED } from '../schema';
import type { Proposal } from '../choose/proposed';

/** Seconds, also as text: `62.5`, `1:02.5`, `1:02:05`. */
const seconds = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*(\d+:){0,2}\d+(\.\d+)?\s*$/)
      .transform((text) => text.split(':').reduce((sum, part) => 60 * sum + Number(part), 0)),
  ])
  .pipe(z.number().min(0));
const partSchema = z
  .object({ start: seconds, end: seconds, title: z.string().optional().catch(undefined) })
  .refine(({ start, end }) => end > start);
const answerSchema = z.union([
  z.array(z.unknown()),
  z.object({ shorts: z.array(z.unknown()) }).transform(({ shorts }) => shorts),
]);

const LONGEST_TITLE = 100;
/** Characters of an answer without its thoughts: ten times what so many parts take. */
const LONGEST_ANSWER = 262_144;
/** What is looked at of an answer that holds more: an honest one has a fence, and fewer parts than are taken. */
const [MOST_FENCES, MOST_PARTS] = [20, 10 * MAX_PROPOSED];

/**
 * Pure: the parts in what a chat model has answered: JSON, alone, in a fence or among other words. A part that is none is passed over; of all else nothing is taken.
 * null: there is no such JSON.
 */
export function readProposals(answer: string): Proposal[] | null {
  const said = withoutThoughts(answer);
  if (said.length > LONGEST_ANSWER) return null;
  for (const text of new Set(candidates(said))) {
    const parsed = answerSchema.safeParse(jsonIn(text));
    if (!parsed.success) continue;
    return parsed.data
      .slice(0, MOST_PARTS)
      .flatMap((one) => partSchema.safeParse(one).data ?? [])
      .slice(0, MAX_PROPOSED)
      .map(({ start, end, title }) => ({ start, end, ...titled(title) }));
  }
  return null;
}

/** Without what a model has thought aloud; a thought without an end may be the answer itself. */
function withoutThoughts(answer: string): string {
  const [before = '', ...thoughts] = answer.split(/<think(?:ing)?>/);
  const rests = thoughts.map((thought, index) => {
    const end = /<\/think(?:ing)?>/.exec(thought);
    if (end === null) return index === thoughts.length - 1 ? thought : '';
    return thought.slice(end.index + end[0].length);
  });
  return before + rests.join('');
}

/** What may be the JSON of an answer, the likeliest first. */
function candidates(answer: string): string[] {
  const fenced = [...answer.matchAll(/```[^\n`]*\n(.*?)```/gs)].slice(0, MOST_FENCES).map(([, text = '']) => text);
  const between = (open: string, close: string) =>
    answer.slice(Math.max(0, answer.indexOf(open)), answer.lastIndexOf(close) + 1);
  return [answer, ...fenced, between('{', '}'), between('[', ']')];
}

/** undefined: it is none. */
function jsonIn(text: string): unknown {
  try {
    return boundedJson(text);
  } catch {
    return undefined;
  }
}

/** One line that shows as it reads: without control characters, halves of characters, and marks that turn the direction of text. */
function titled(given = ''): { title?: string } {
  const plain = given
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const title = plain.slice(0, LONGEST_TITLE).replace(/[\uD800-\uDBFF]$/, '');
  return title === '' ? {} : { title };
}
