import type { Out, Io } from './io';
import type { Report, ToldError } from './report';
import { debugText } from './debugText';
import { terminalReport } from './terminalReport';
import { isEnded } from '../pipeline/job/job';
import { ignoreClosedPipe, flush } from './io';

/** Chooses the report: JSON lines in a pipe or with `--json`, a bar and sentences on a terminal. */
export function reportTo(
  out: Out,
  io: Io,
  { json = false, debug = false }: { json?: boolean | undefined; debug?: boolean | undefined },
): Report {
  const explain = (error: ToldError | null): void => {
    if (debug && error !== null) io.stderr.write(`${debugText(error)}\n`);
  };
  return json || !out.isTTY ? jsonReport(out, explain) : terminalReport(out, explain);
}

/** Its last line is the ended job, or `{kind, message}` of a request that is no job. */
function jsonReport(out: Out, explain: (error: ToldError | null) => void): Report {
  const write = (text: string): void => {
    if (!out.destroyed) out.write(text);
  };
  const line = (value: unknown): void => write(`${JSON.stringify(value)}\n`);
  return {
    json: true,
    changed: (job) => {
      if (!isEnded(job)) line(job);
    },
    ended: (job, error) => {
      explain(error);
      line(job);
    },
    refused: (error) => {
      explain(error);
      line(error);
    },
    answer: line,
    text: (text) => write(`${text}\n`),
  };
}

/** Makes the streams safe to write to, and waits until they are empty when `use` is done. */
export async function withStreams<T>({ stdout, stderr }: Io, use: () => Promise<T>): Promise<T> {
  for (const stream of [stdout, stderr]) ignoreClosedPipe(stream);
  const value = await use();
  await Promise.all([flush(stdout), flush(stderr)]);
  return value;
}
