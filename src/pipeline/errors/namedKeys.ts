import { MediaJobError } from './mediaError';
import { ERRORS } from './table';

/** What a face calls an option, from its key in a request; null: it knows none of that key. @param isWithin whether it is that of something in a list or an object */
export type NameOfKey = (key: string, isWithin?: boolean) => string | null;

/**
 * An error of a request in the words of a face. Such errors name options by their keys, in quotes: `"min_duration" must be at least 3`, of lists with the place
 * in them: `"predefined_shorts.0.end"`, `"inputs[0].end"`. What was given stays as it is.
 */
export function inWordsOf(error: MediaJobError, nameOf: NameOfKey): MediaJobError {
  if (ERRORS[error.kind].sentence !== '{problems}') return error;
  const sentence = namedKeys(error.message, nameOf);
  return sentence === error.message
    ? error
    : new MediaJobError(error.kind, { sentence, next: error.next }, error.cause, error.blamed);
}

const GIVEN = '(given: ';

function namedKeys(text: string, nameOf: NameOfKey): string {
  const named = (part: string): string =>
    part.replace(/"([\w.[\]]+)"/g, (quoted, path: string) => {
      const name = nameOfPath(path, nameOf);
      return name === null ? quoted : `"${name}"`;
    });
  const [first = '', ...others] = text.split(GIVEN);
  const rest = others.map((part) => {
    const end = part.indexOf(').');
    return end < 0 ? part : part.slice(0, end) + named(part.slice(end));
  });
  return [named(first), ...rest].join(GIVEN);
}

/** `predefined_shorts.0.end` is what the list is called, the first one, and what its end is called. */
function nameOfPath(path: string, nameOf: NameOfKey): string | null {
  const [key = '', ...within] = path.split(/[.[\]]+/).filter((part) => part !== '');
  const name = nameOf(key);
  if (name === null) return null;
  return [
    name,
    ...within.map((part) => (/^\d+$/.test(part) ? `${Number(part) + 1}` : (nameOf(part, true) ?? part))),
  ].join(' → ');
}
