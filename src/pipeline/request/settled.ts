import { isObject } from '../base/isObject';

/** Hours and minutes, or minutes, before seconds that may have a fraction. */
const CLOCK = /^(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d(?:\.\d{1,6})?)$/;
const LONGEST_CLOCK = 20;

/** What is a time, and what a number of pixels. */
const TIMES = ['start', 'end', 'duration'];
const PIXELS = ['width', 'height', 'max_width', 'max_height'];

/** A size in a unit of bytes. */
const SIZE = /^(\d{1,12}(?:\.\d{1,6})?) ?([kmg]?i?b)$/i;
const UNITS: Record<string, number> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };
const LONGEST_SIZE = 24;
const BYTES = ['max_bytes'];

/** What is text although it may be a number, and what may be the value of which it is the text: the answer of a transcription. */
const NUMBERS_AS_TEXT = ['caption_size'];
const JSON_AS_TEXT = ['transcript'];

/** Names of formats that people use besides. */
const FORMATS: Record<string, string> = { jpg: 'jpeg' };

/**
 * Options that are given in other words, in the words of the schemas: a time as a clock shows it in seconds, a length as an end, a size in bytes, pixels
 * whole, `jpg` as `jpeg`, a transcript in JSON as its text. What is in none of these forms stays as it is, for the schema to refuse.
 */
export function settled(given: Record<string, unknown>): Record<string, unknown> {
  const options = { ...given };
  for (const name of TIMES) if (typeof options[name] === 'string') options[name] = inSeconds(options[name]);
  for (const name of BYTES) if (typeof options[name] === 'string') options[name] = inBytes(options[name]);
  for (const name of PIXELS) if (isFraction(options[name])) options[name] = Math.round(options[name]);
  for (const name of NUMBERS_AS_TEXT) if (typeof options[name] === 'number') options[name] = `${options[name]}`;
  for (const name of JSON_AS_TEXT) if (isJson(options[name])) options[name] = JSON.stringify(options[name]);
  if (typeof options.format === 'string' && Object.hasOwn(FORMATS, options.format))
    options.format = FORMATS[options.format];
  const { start = 0, end, duration, ...others } = options;
  if (end !== undefined || !isLength(start, duration)) return options;
  return { ...others, ...('start' in options && { start }), end: rounded(Number(start) + duration) };
}

function inSeconds(text: string): unknown {
  const [, hours = '0', minutes = '', seconds = ''] = (text.length <= LONGEST_CLOCK && CLOCK.exec(text.trim())) || [];
  return seconds === '' ? text : rounded(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

function inBytes(text: string): unknown {
  const [, number = '', unit = ''] = (text.length <= LONGEST_SIZE && SIZE.exec(text.trim())) || [];
  const bytes = UNITS[unit.toLowerCase()];
  return bytes === undefined ? text : Math.floor(Number(number) * bytes);
}

const isJson = (value: unknown): boolean => isObject(value) || Array.isArray(value);
const isFraction = (value: unknown): value is number => Number.isFinite(value) && !Number.isInteger(value);
const isLength = (start: unknown, duration: unknown): duration is number =>
  Number.isFinite(start) && Number(start) >= 0 && typeof duration === 'number' && duration > 0;

/** To a microsecond. */
const rounded = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
