/**
 * The text without the characters of one kind that it ends with. An expression such as /\/+$/ would begin anew at each of them: the work would grow with the
 * square of their number.
 * @param kind matches one such character
 */
export function withoutEnd(text: string, kind: RegExp): string {
  let end = text.length;
  while (end > 0 && kind.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
