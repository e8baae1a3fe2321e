/** Far more levels than anybody needs. What is a thousand times too deep breaks what reads it, and keeps JSON.parse itself busy for longer than all else. */
export const DEEPEST_JSON = 100;

/**
 * The value of a JSON text from elsewhere.
 * @param most values that may be in it, where nobody needs more: a megabyte of nothing but names costs twenty times what one long text does
 * @throws SyntaxError when it is none; TooMuchJson
 */
export function boundedJson(text: string, most = Infinity): unknown {
  const { depth, values } = jsonShape(text);
  if (depth > DEEPEST_JSON) throw new TooMuchJson(`more than ${DEEPEST_JSON} levels`);
  if (values > most) throw new TooMuchJson(`more than ${most.toLocaleString('en-US')} values`);
  return JSON.parse(text) as unknown;
}

/** Its message says what there is too much of. */
export class TooMuchJson extends Error {}

/** The codes of " , [ \ ] { and }. */
const [QUOTE, COMMA, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 44, 91, 92, 93, 123, 125];

/** How deep the lists and objects of a JSON text lie in each other, and how many values it has at most, told before it is read. */
export function jsonShape(text: string): { depth: number; values: number } {
  let [depth, deepest, values] = [0, 0, 1];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values++;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      values++;
      deepest = Math.max(deepest, ++depth);
    }
  }
  return { depth: deepest, values };
}

/** @param from where its first quotation mark stands @returns where its last one does */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  for (let code = text.charCodeAt(at); at < text.length && code !== QUOTE; code = text.charCodeAt(at))
    at += code === BACKSLASH ? 2 : 1;
  return at;
}
