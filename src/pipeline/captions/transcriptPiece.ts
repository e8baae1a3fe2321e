/** Something that is said, as a transcript tells of it: times in its own unit, and not yet judged. */
export interface Piece {
  text: string;
  /** null where the transcript does not know, as WhisperX does of numbers. */
  times: readonly [number, number] | null;
  /** Its words; empty where the transcript has none. */
  words: Piece[];
}

/** Names of a text in the transcripts of different tools, the best one first: Deepgram has words with and without punctuation. */
const TEXTS = ['punctuated_word', 'text', 'word', 'transcript'] as const;
const TIMES = [
  ['start', 'end'],
  ['startTime', 'endTime'],
  ['start_time', 'end_time'],
] as const;
/** What whisper.cpp says between words: `[_BEG_]`, `[_TT_150]`, `<|en|>`. */
const MARK = /^\s*(?:\[_[^[\]]*\]|<\|[^<|>]*\|>)\s*$/;

/** The pieces of a list; what is none of them is passed over. */
export function piecesOf(list: unknown): Piece[] {
  if (!Array.isArray(list)) return [];
  return (list as unknown[]).flatMap((entry) => {
    const fields = fieldsOf(entry);
    const words = piecesOf(fields.words ?? wholeTokens(fields.tokens));
    const text = textOf(fields);
    return text === null && words.length === 0 ? [] : [{ text: text ?? '', times: timesOf(fields), words }];
  });
}

/** Whisper writes tokens as numbers, whisper.cpp as parts of words with times. */
const wholeTokens = (tokens: unknown): unknown =>
  Array.isArray(tokens) && typeof tokens[0] === 'object' ? tokens : [];

/** null: it says nothing. What is heard and not said ("(laughter)" at ElevenLabs) is no text; a blank between two words stays one. */
function textOf(fields: Record<string, unknown>): string | null {
  if (fields.type === 'audio_event') return null;
  const name = TEXTS.find((each) => typeof fields[each] === 'string');
  const text = name === undefined ? null : (fields[name] as string);
  return text === null || MARK.test(text.slice(0, 32)) ? null : text;
}

function timesOf(fields: Record<string, unknown>): Piece['times'] {
  const { from, to } = fieldsOf(fields.offsets);
  if (isTime(from) && isTime(to)) return [from, to];
  const [begins, ends] = Array.isArray(fields.timestamp) ? (fields.timestamp as unknown[]) : [];
  if (isTime(begins) && isTime(ends)) return [begins, ends];
  for (const [start, end] of TIMES) {
    const [at, until] = [fields[start], fields[end]];
    if (isTime(at) && isTime(until)) return [at, until];
  }
  return null;
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

export const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
