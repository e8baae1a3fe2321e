import { fieldsOf, piecesOf } from './transcriptPiece';
import type { Piece } from './transcriptPiece';

/** What a transcript in JSON holds. */
export interface Told {
  /** Sentences, with words where they have some; empty where there are words alone. */
  sentences: Piece[];
  /** Words that stand beside the sentences, or alone. */
  words: Piece[];
  /** All that is said, with its punctuation; empty where it is not told. */
  text: string;
  /** Seconds that the transcript says its sound has; null: it does not. */
  duration: number | null;
  /** Whether its times are milliseconds by its form; others are told by what they say. */
  milliseconds: boolean;
}

const NOTHING: Told = { sentences: [], words: [], text: '', duration: null, milliseconds: false };

/** Sentences: `segments` of Whisper and OpenAI, `transcription` of whisper.cpp, `sentences` of AssemblyAI, `chunks` of Transformers, `transcript` and `shorts` of Swiftia. */
const SENTENCES = ['segments', 'sentences', 'transcription', 'transcript', 'chunks', 'shorts'] as const;
/** Words: of OpenAI, AssemblyAI, Deepgram and ElevenLabs; of WhisperX; of Vosk. */
const WORDS = ['words', 'word_segments', 'result'] as const;
/** All that one says without a break, which may be minutes: taken where there is nothing finer. */
const TURNS = ['utterances'] as const;

/** What is told in the JSON of a transcript. null: nothing is. */
export function toldIn(json: unknown): Told | null {
  const list = piecesOf(json);
  if (list.length > 0) return { ...NOTHING, sentences: list };
  for (const places of placesIn(fieldsOf(json))) {
    const told = places.map(toldAt).filter(({ sentences, words }) => sentences.length + words.length > 0);
    if (told.length > 0) return merged(told);
  }
  return null;
}

/** Where the lists of a transcript may lie, the likeliest first; several are channels of one sound. */
function placesIn(json: Record<string, unknown>): Record<string, unknown>[][] {
  const results = fieldsOf(json.results);
  const channels = listOf(results.channels).map((channel) => fieldsOf(listOf(fieldsOf(channel).alternatives)[0]));
  const transcripts = listOf(json.transcripts).map(fieldsOf);
  return [
    [json],
    [fieldsOf(json.data)],
    channels,
    transcripts,
    [results],
    [fieldsOf(fieldsOf(json.result).transcription)],
  ];
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function toldAt(fields: Record<string, unknown>): Told {
  const first = (names: readonly string[]) =>
    names.map((name) => piecesOf(fields[name])).find(({ length }) => length > 0);
  const words = first(WORDS) ?? [];
  const text = [fields.text, fields.transcript].find((value) => typeof value === 'string');
  const seconds = [fields.audio_duration, fields.duration].find((value) => typeof value === 'number' && value > 0);
  return {
    sentences: first(SENTENCES) ?? (words.length === 0 ? first(TURNS) : undefined) ?? [],
    words,
    text: typeof text === 'string' ? text : '',
    duration: typeof seconds === 'number' ? seconds : null,
    // Of whisper.cpp.
    milliseconds: fieldsOf(listOf(fields.transcription)[0]).offsets !== undefined,
  };
}

/** Several channels: only the text of one tells in which order its words stand. */
function merged(told: readonly Told[]): Told {
  const [only] = told;
  return only !== undefined && told.length === 1
    ? only
    : {
        ...NOTHING,
        sentences: told.flatMap(({ sentences }) => sentences),
        words: told.flatMap(({ words }) => words),
      };
}
