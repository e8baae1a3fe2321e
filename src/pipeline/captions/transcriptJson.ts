/** Something that is said, with its time in seconds. */
export interface Piece {
  text: string;
  start: number;
  end: number;
  /** Those with times of their own; null where the transcript has none. */
  words: Piece[] | null;
}

/** Whisper has `segments` or `words`, Swiftia `transcript` or the shorts of a job. */
const LISTS = ['segments', 'words', 'transcript', 'shorts'] as const;

/**
 * The pieces in the JSON of a transcript: a list of them, or a list in one of its fields; a job of Swiftia holds its shorts in `data`.
 * Written by hand, since a schema tells of every piece why it is none: of a long list of wrong ones that takes minutes. Here the first one ends it.
 * @returns null when there is no list of pieces
 */
export function piecesIn(json: unknown): Piece[] | null {
  return piecesOf(json) ?? listedIn(json) ?? listedIn(fieldsOf(json).data);
}

function listedIn(value: unknown): Piece[] | null {
  const fields = fieldsOf(value);
  for (const name of LISTS) {
    const pieces = piecesOf(fields[name]);
    if (pieces !== null) return pieces;
  }
  return null;
}

function piecesOf(list: unknown): Piece[] | null {
  if (!Array.isArray(list)) return null;
  const pieces: Piece[] = [];
  for (const entry of list as unknown[]) {
    const { words } = fieldsOf(entry);
    const piece = pieceOf(entry, words === undefined ? null : wordsOf(words));
    if (piece === null || (words !== undefined && piece.words === null)) return null;
    pieces.push(piece);
  }
  return pieces;
}

function wordsOf(list: unknown): Piece[] | null {
  if (!Array.isArray(list)) return null;
  const words: Piece[] = [];
  for (const entry of list as unknown[]) {
    const word = pieceOf(entry, null);
    if (word === null) return null;
    words.push(word);
  }
  return words;
}

/** Whisper calls the text of a word `word`; Swiftia's times of today are `startTime` and `endTime`. */
function pieceOf(value: unknown, words: Piece[] | null): Piece | null {
  const { start, end, startTime, endTime, text, word } = fieldsOf(value);
  if (!isText(text) || !isText(word)) return null;
  const said = { text: text ?? word ?? '', words };
  if (isTime(start) && isTime(end)) return { ...said, start, end };
  return isTime(startTime) && isTime(endTime) ? { ...said, start: startTime, end: endTime } : null;
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';
const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
