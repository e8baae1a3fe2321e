import type { Piece } from './transcriptPiece';

/** `1200\t3400\tHello` or `1200,3400,"Hello"`: what a line of a table says, and when. */
const LINE = /^(\d{1,10}(?:\.\d{1,9})?)([\t,])(\d{1,10}(?:\.\d{1,9})?)\2(.*)$/;
/** The line that names the columns, as Whisper writes it. */
const NAMES = /^"?start"?[\t,]/i;

/**
 * The pieces of a table: TSV of Whisper, CSV of whisper.cpp (both in milliseconds, with a line of names), labels of Audacity (in seconds, without). Lines end with \n.
 * @returns empty when its first line is none of a table
 */
export function tableIn(text: string): { pieces: Piece[]; named: boolean } {
  const named = NAMES.test(text);
  const first = named ? text.indexOf('\n') + 1 : 0;
  const pieces: Piece[] = [];
  for (let from = first; from < text.length;) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    const row = isDigit(text.charCodeAt(from)) ? LINE.exec(text.slice(from, to)) : null;
    if (row === null && pieces.length === 0) break;
    if (row !== null) pieces.push({ text: unquoted(row[4] ?? ''), times: [Number(row[1]), Number(row[3])], words: [] });
    from = to + 1;
  }
  return { pieces, named };
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** CSV doubles a quotation mark inside quotation marks. */
const unquoted = (cell: string): string => (/^"[^]*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);
