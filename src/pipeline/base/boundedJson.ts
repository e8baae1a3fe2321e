/** Far more levels than anybody needs. What is a thousand times too deep breaks what reads it, and keeps JSON.parse itself busy for longer than all else. */
export const DEEPEST_JSON = 100;

/** Values, and names of values, that a JSON text may have. */
export interface JsonBounds {
  values: number;
  names: number;
}

/**
 * What a request, a webhook or an option may have: metadata of 64 kB that is nothing but digits or names of one letter, and every option besides. A name costs
 * many times what a value does.
 */
const OF_A_REQUEST: JsonBounds = { values: 50_000, names: 15_000 };

/**
 * The value of a JSON text from elsewhere.
 * @throws SyntaxError when it is none; TooMuchJson
 */
export function boundedJson(text: string, most = OF_A_REQUEST): unknown {
  const { depth, values, names } = jsonShape(text);
  if (depth > DEEPEST_JSON) throw new TooMuchJson(`more than ${DEEPEST_JSON} levels`);
  if (values > most.values) throw new TooMuchJson(`more than ${most.values.toLocaleString('en-US')} values`);
  if (names > most.names) throw new TooMuchJson(`more than ${most.names.toLocaleString('en-US')} names`);
  return JSON.parse(text) as unknown;
}

/** Its message says what there is too much of. */
export class TooMuchJson extends Error {}

/** The codes of " , : [ \ ] { and }. */
const [QUOTE, COMMA, COLON, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 44, 58, 91, 92, 93, 123, 125,
];

/** How deep the lists and objects of a JSON text lie in each other, and how many values and names it has at most, told before it is read. */
export function jsonShape(text: string): { depth: number } & JsonBounds {
  let [depth, deepest, values, names] = [0, 0, 1, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values++;
    else if (code === COLON) names++;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      values++;
      deepest = Math.max(deepest, ++depth);
    }
  }
  return { depth: deepest, values, names };
}

/** @param from where its first quotation mark stands @returns where its last one does */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  for (let code = text.charCodeAt(at); at < text.length && code !== QUOTE; code = text.charCodeAt(at))
    at += code === BACKSLASH ? 2 : 1;
  return at;
}
