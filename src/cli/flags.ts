import { Option } from 'commander';
import { kindOf, setOf } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import { fieldsOf, fromText } from '../pipeline/kinds/walk';
import type { Field } from '../pipeline/kinds/walk';
import { backendOptions } from './backendFlags';
import type { InputFlags } from './givenInputs';
import { headerOption } from './headerFlags';
import { storageFlags } from './storageFlags';
import { FOLDER_EXAMPLES, STORAGE_EXAMPLES, STORAGE_PREFIXES } from '../pipeline/storage/storages';
import type { NameOfKey } from '../pipeline/errors/namedKeys';
import { nearest } from '../pipeline/base/nearest';

/** The flags that every command with an input has. */
export interface CommonFlags extends InputFlags {
  header: string[];
  json?: boolean;
  debug?: boolean;
  ffmpeg?: string;
  ffprobe?: string;
}

export interface JobFlags extends CommonFlags {
  output?: string;
  metadata: string[];
  overwrite?: boolean;
  dryRun?: boolean;
  backend?: string;
  baseUrl?: string;
  staging?: string;
  webhookUrl?: string;
  extraOptions?: string;
  /** The options of the kind, by field name, as text. */
  options: Record<string, string>;
}

const HEADINGS: Record<Field['group'], string> = {
  common: 'Common:',
  picture: 'Picture:',
  sound: 'Sound:',
  advanced: 'Advanced:',
  shorts: 'Shorts:',
  captions: 'Captions:',
};

export const inputOption = () =>
  new Option(
    '-i, --input <file>',
    `path of a file, an address (${['http://', 'https://', ...STORAGE_PREFIXES].join(', ')}), or - for standard input`,
  ).argParser((input: string, all?: readonly string[]) => [...(all ?? []), input]);
/** For kinds that play several inputs one after the other. */
export const inputsOption = () =>
  new Option(
    '--inputs <file>',
    'JSON list of clips that are played one after the other, such as ["a.mp4", {"url": "b.mp4", "start": 2, "end": 8}]; so are several -i',
  );

export const binaryOptions = () => [
  new Option('--ffmpeg <path>', 'ffmpeg to use (before FFMPEG_PATH)'),
  new Option('--ffprobe <path>', 'ffprobe to use (before FFPROBE_PATH)'),
];
export const jsonOption = (what: string) => new Option('--json', what);
export const debugOption = () => new Option('--debug', 'tell more about an error: its cause and what ffmpeg said');

export const overwriteOption = () => new Option('--overwrite', 'replace a file that exists already');
export const sheetOption = () =>
  new Option('-o, --output <file>', 'PNG file to draw to (default: <input name>.analysis.png in the working folder)');
export const metadataOption = () =>
  new Option('--metadata <key=value>', 'something of your own that the job carries along; may be repeated')
    .argParser((pair: string, all: string[]) => [...all, pair])
    .default([], 'none');

/** A set of files is what is named for it is a folder. */
function outputOption(kind: KindName): Option {
  const set = setOf(kind);
  return set !== null
    ? new Option(
        '-o, --output <folder>',
        `folder for the set of files, or ${FOLDER_EXAMPLES} (default: <input name>.${set.extension} in the working folder)`,
      )
    : new Option(
        '-o, --output <file>',
        `file or folder to write, ${STORAGE_EXAMPLES}, or - for standard output; its extension sets the format (default: the input’s name, in the working folder)`,
      );
}

export const jobOptions = (kind: KindName): Option[] => [
  inputOption(),
  ...(kindOf(kind).joins !== undefined ? [inputsOption()] : []),
  headerOption(),
  outputOption(kind),
  metadataOption(),
  overwriteOption(),
  new Option('--dry-run', 'print the commands that would run, and what they would make'),
  jsonOption('print the job as JSON lines, also on a terminal'),
  debugOption(),
  ...binaryOptions(),
  ...storageFlags(),
  ...backendOptions(kind),
];

const flagOf = ({ name, flag, turnsOff }: Field): string =>
  `--${turnsOff === true ? 'no-' : ''}${flag ?? name.replaceAll('_', '-')}`;

/** Flags of what every kind has, by the keys of a request. */
const SHARED: Readonly<Record<string, string>> = {
  kind: '--kind',
  input: '-i',
  output: '-o',
  metadata: '--metadata',
  webhook_url: '--webhook-url',
  priority: '--priority',
  time_limit: '--time-limit',
};

/** What the command line calls the keys of a request: their flags. What stands in a list or in an object has none. */
export function flagNames(kind: KindName | null): NameOfKey {
  const flags = new Map(kind === null ? [] : fieldsOf(kind).map((field) => [field.name, flagOf(field)]));
  return (key, isWithin) => (isWithin ? null : (flags.get(key) ?? SHARED[key] ?? null));
}

/** The options of a kind as flags. Limits and values are checked by the schema, which says all that is wrong at once. */
export function kindOptions(kind: KindName): Option[] {
  return fieldsOf(kind).map((field) => {
    const values = field.type === 'enum' ? ` One of: ${field.values.join(', ')}.` : '';
    const value = field.type === 'boolean' ? '' : ` <${placeholder(field)}>`;
    return new Option(`${flagOf(field)}${value}`, `${field.description}${values}`).helpGroup(HEADINGS[field.group]);
  });
}

const placeholder = (field: Field): string =>
  ({
    enum: field.name,
    color: '#rrggbb',
    dimension: 'pixels|percent',
    track: 'number|language',
    integer: 'number',
    number: 'number',
    text: field.name,
    list: 'file',
    object: 'json',
    boolean: '',
  })[field.type];

/** Text of the flags as the values of a request. */
export function optionValues(kind: KindName, given: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    fieldsOf(kind).flatMap((field) => {
      const text = given[field.name];
      return text === undefined ? [] : [[field.name, fromText(field, text)]];
    }),
  );
}

/** Splits what commander parsed into the common flags and the options of the kind. */
export function jobFlags(kind: KindName, parsed: Record<string, unknown>): JobFlags {
  const options: Record<string, string> = {};
  for (const field of fieldsOf(kind)) {
    const given = parsed[new Option(flagOf(field)).attributeName()];
    // Of a flag that turns something off commander says true where it was not given.
    if (typeof given === 'string' || given === !field.turnsOff) options[field.name] = String(given);
  }
  return { ...(parsed as unknown as Omit<JobFlags, 'options'>), options };
}

/** What is wrong with words that no flag took: misspelt flags with the nearest real one, and stray words. */
export function strayProblems(words: readonly string[], known: readonly Option[]): string[] {
  const flags = known.flatMap(({ long }) => long ?? []);
  const unknown = words
    .filter((word) => word.length > 1 && word.startsWith('-'))
    .map((word) => word.replace(/=.*/s, ''));
  if (unknown.length > 0)
    return [
      ...unknown.map((word) => `"${word}" is not a flag of this command; did you mean "${nearest(word, flags)}"?`),
      `There are: ${flags.join(', ')}.`,
    ];
  return words.map((word) => `"${word}" belongs to no flag; the input is given as -i ${JSON.stringify(word)}.`);
}
