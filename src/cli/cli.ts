import { CommanderError } from 'commander';
import type { Command } from 'commander';
import { EXIT, exitCodeOf } from './exitCode';
import type { Io } from './io';
import { createProgram } from './program';
import { refusalText } from './refusalText';
import { reportTo, withStreams } from './reportTo';
import { mediaError, toMediaError } from '../pipeline/errors/mediaError';

/** Runs the command line. @param words without node and script @returns the exit code */
export function runCli(words: readonly string[], io: Io, signal: AbortSignal): Promise<number> {
  return withStreams(io, async () => {
    const given = withGet(trimmed(words));
    let code = 0;
    const program = createProgram(io, signal, (ended) => {
      code = ended;
    });
    for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
      command.exitOverride().configureOutput({
        writeOut: (text) => void io.stdout.write(text),
        writeErr: () => undefined,
        getOutHelpWidth: () => io.stdout.columns ?? 100,
      });
    }
    try {
      await program.parseAsync(given, { from: 'user' });
      return code;
    } catch (error) {
      return refuse(error, program, given, io);
    }
  });
}

/** A command copied with its line continuation ends in a lone backslash or blank, which means nothing. */
function trimmed(words: readonly string[]): string[] {
  const last = words.findLastIndex((word) => word === '' || !['', '\\'].includes(word.trim()));
  return words.slice(0, last + 1);
}

/** `jobs ID` is `jobs get ID`: ids of jobs have a digit or an underscore, commands have none. */
const withGet = (words: string[]): string[] =>
  words[0] === 'jobs' && /^\w[\w-]*$/.test(words[1] ?? '') && /[\d_]/.test(words[1] ?? '')
    ? ['jobs', 'get', ...words.slice(1)]
    : words;

/** What commander has to say, as an error of the table. */
function refuse(error: unknown, program: Command, words: readonly string[], io: Io): number {
  const report = reportTo(io.stdout, io, { json: words.includes('--json'), debug: words.includes('--debug') });
  if (!(error instanceof CommanderError)) {
    report.refused(toMediaError(error));
    return exitCodeOf(toMediaError(error));
  }
  if (error.exitCode === 0) return EXIT.succeeded;
  const isHelp = error.code === 'commander.help';
  // The command whose own commands were to be chosen from.
  const parent =
    program.commands.find((command) => command.commands.length > 0 && command.name() === words[0]) ?? program;
  if (isHelp && !report.json) {
    report.text(parent.helpInformation().trimEnd());
    return EXIT.invalid;
  }
  const names = parent.commands.map((command) => command.name()).join(', ');
  const problems = isHelp ? `No command was given; there are: ${names}.` : refusalText(error, names);
  const refusal =
    error.code === 'commander.optionMissingArgument' && /--input\b/.test(error.message)
      ? mediaError('input_required', {})
      : mediaError('request_invalid', { problems });
  report.refused(refusal);
  return exitCodeOf(refusal);
}
