import { isObject } from '../base/isObject';

/** Hours and minutes, or minutes, before seconds that may have a fraction. */
const CLOCK = /^(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d(?:\.\d{1,6})?)$/;
const LONGEST_CLOCK = 20;

/** A size in a unit of bytes. */
const SIZE = /^(\d{1,12}(?:\.\d{1,6})?) ?([kmg]?i?b)$/i;
const UNITS: Record<string, number> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };
const LONGEST_SIZE = 24;

/** Names of formats that people use besides. */
const FORMATS: Record<string, string> = { jpg: 'jpeg' };

/**
 * Options that are given in other words, in the words of the schemas: a time as a clock shows it in seconds, a length as an end, a size in bytes, pixels
 * whole, `jpg` as `jpeg`, a transcript in JSON as its text. What is in none of these forms stays as it is, for the schema to refuse.
 */
export function settled(given: Record<string, unknown>): Record<string, unknown> {
  const options = { ...given };
  for (const [name, settle] of Object.entries(SETTLED)) if (name in options) options[name] = settle(options[name]);
  const { start = 0, end, duration, ...others } = options;
  if (end !== undefined || !isLength(start, duration)) return options;
  return { ...others, ...('start' in options && { start }), end: rounded(Number(start) + duration) };
}

function inSeconds(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  const [, hours = '0', minutes = '', seconds = ''] = (given.length <= LONGEST_CLOCK && CLOCK.exec(given.trim())) || [];
  return seconds === '' ? given : rounded(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

function inBytes(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  const [, number = '', unit = ''] = (given.length <= LONGEST_SIZE && SIZE.exec(given.trim())) || [];
  const bytes = UNITS[unit.toLowerCase()];
  return bytes === undefined ? given : Math.floor(Number(number) * bytes);
}

const whole = (given: unknown): unknown =>
  Number.isFinite(given) && !Number.isInteger(given) ? Math.round(given as number) : given;
/** A number where a text is asked for. */
const asText = (given: unknown): unknown => (typeof given === 'number' ? `${given}` : given);
/** The answer of a transcription where its text is asked for. */
const asJson = (given: unknown): unknown => (isObject(given) || Array.isArray(given) ? JSON.stringify(given) : given);
const format = (given: unknown): unknown =>
  typeof given === 'string' && Object.hasOwn(FORMATS, given) ? FORMATS[given] : given;

/** Options that may be given in other words, and how those become theirs. */
const SETTLED: Record<string, (given: unknown) => unknown> = {
  start: inSeconds,
  end: inSeconds,
  duration: inSeconds,
  max_bytes: inBytes,
  width: whole,
  height: whole,
  max_width: whole,
  max_height: whole,
  caption_size: asText,
  transcript: asJson,
  format,
};

const isLength = (start: unknown, duration: unknown): duration is number =>
  Number.isFinite(start) && Number(start) >= 0 && typeof duration === 'number' && duration > 0;

/** To a microsecond. */
const rounded = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
