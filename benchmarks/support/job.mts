// A job of the package, file to file, in this process.
import { fileDestination, fileSource, parseRequest, runJob } from '../../dist/src/index.js';
import type { Binaries, EndedJob } from '../../dist/src/index.js';

export interface FileJob {
  kind: string;
  options: Record<string, unknown>;
}

/** Runs a job to its end, replacing `output`. @throws why the job failed */
export async function fileJob(binaries: Binaries, { kind, options }: FileJob, input: string, output: string): Promise<EndedJob> {
  const ended = await runJob({ request: parseRequest({ kind, options }), source: fileSource(input), destination: fileDestination(output, { overwrite: true }), binaries, signal: new AbortController().signal });
  if (ended.error !== null) throw ended.error;
  return ended;
}
