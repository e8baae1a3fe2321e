import { jsonObject } from './jsonObject';

/** What a resume address answered. */
export interface PokeAnswer {
  status: number;
  /** As it came; at most its first part. */
  body: string;
}

/**
 * `resumed`: the execution goes on. `waiting`: it was looked at, and waits on. `gone`: it does not wait any more, or is not there.
 * `unclear`: nothing is known, so it is to be asked again.
 */
export type PokeOutcome = 'resumed' | 'waiting' | 'gone' | 'unclear';

/**
 * What an answer of n8n to a poke means; null: there was none. Only n8n's own words count for the end of a wait: while it starts it answers 404 with a page,
 * while the execution is being written down 409, and whatever else listens at the address may answer anything.
 */
export function pokeOutcome(answer: PokeAnswer | null): PokeOutcome {
  const said = answer === null ? null : jsonObject(answer.body);
  if (answer === null || said === null) return 'unclear';
  const { resumed, message } = said;
  if (answer.status === 200 && typeof resumed === 'boolean') return resumed ? 'resumed' : 'waiting';
  const words = typeof message === 'string' ? message : '';
  if (answer.status === 404 && /^The execution .* does not exist/.test(words)) return 'gone';
  if (answer.status === 409 && /^The execution .* has finished/.test(words)) return 'gone';
  return 'unclear';
}
