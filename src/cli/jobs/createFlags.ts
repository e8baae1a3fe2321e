import { Command, CommanderError, Option } from 'commander';
import type { KindName } from '../../pipeline/kinds';
import { KIND_NAMES } from '../../pipeline/kinds';
import { STORAGE_EXAMPLES } from '../../pipeline/storage/storages';
import {
  debugOption,
  inputOption,
  inputsOption,
  jobFlags,
  jsonOption,
  kindOptions,
  metadataOption,
  overwriteOption,
  strayProblems,
} from '../flags';
import { refusalText } from '../refusalText';
import { headerOption } from '../headerFlags';
import { storageFlags } from '../storageFlags';

/** The flags of `jobs create`; the options of the kind come beside them. */
export interface CreateFlags {
  kind?: string;
  input?: string[];
  inputs?: string;
  header: string[];
  output?: string;
  metadata: string[];
  overwrite?: boolean;
  priority?: string;
  timeLimit?: string;
  webhookUrl?: string;
  idempotencyKey?: string;
  data?: string;
  body?: string;
  wait?: boolean;
  json?: boolean;
  debug?: boolean;
}

export const createOptions = (): Option[] => [
  new Option('--kind <kind>', `what to make: ${KIND_NAMES.join(', ')}`),
  inputOption(),
  inputsOption(),
  headerOption(),
  new Option(
    '-o, --output <file>',
    `file or folder to write, or ${STORAGE_EXAMPLES} (default: a file that is kept for 24 hours, or MEDIA_JOBS_KEEP_FILES_HOURS; the job says where)`,
  ),
  metadataOption(),
  overwriteOption(),
  new Option('--priority <number>', 'jobs of a higher one go first, -100 to 100 (default: 0)'),
  new Option('--time-limit <seconds>', 'how long the job may run'),
  new Option('--webhook-url <address>', 'where to post to when the job has ended'),
  new Option('--idempotency-key <text>', 'the same key and request answer the job that is there already'),
  new Option(
    '--data <file>',
    'the job as JSON {input or inputs, kind, options, output, metadata, webhook_url, priority, time_limit}; - is standard input',
  ),
  new Option('--body <json>', 'the same JSON as it stands here, as Ittybit takes it; - is standard input'),
  new Option('--wait', 'run the job here and stay until it has ended'),
  ...storageFlags(),
  jsonOption('print JSON, also on a terminal'),
  debugOption(),
];

/** Reads the options of a kind among words that no other flag took. @param known the flags that there are besides @returns them as text, and what is wrong with the rest */
export function kindFlags(
  kind: KindName,
  words: readonly string[],
  known: readonly Option[],
): { options: Record<string, string>; problems: string[] } {
  const command = new Command()
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  for (const option of kindOptions(kind)) command.addOption(option);
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { options: {}, problems: [refusalText(error)] };
  }
  return {
    options: jobFlags(kind, command.opts()).options,
    problems: strayProblems(command.args, [...known, ...command.options]),
  };
}
