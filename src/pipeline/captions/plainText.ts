/** What most texts have nothing of. */
const MARKED = /[<{&]|\s\s|(?! )\s/;
/** With their characters; that of all others comes last, since what it makes is text. Each is looked for as it stands, which costs next to nothing. */
const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
  [/&nbsp;/g, ' '],
  [/&lrm;/g, ''],
  [/&rlm;/g, ''],
  [/&amp;/g, '&'],
];

/** Without the marks of subtitles: `<i>`, `<v Bob>`, `{\an8}`, and with the characters that they stand for. */
export function plainText(text: string): string {
  if (!MARKED.test(text)) return text.trim();
  const said = text.replace(/<[^<>]*>|\{\\[^{}]*\}/g, '');
  return ENTITIES.reduce((known, [entity, character]) => known.replace(entity, character), said)
    .replace(/(?! )\s+|\s\s+/g, ' ')
    .trim();
}
