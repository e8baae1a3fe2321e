// A job of the package, file to file, in this process.
import { join } from 'node:path';
import { fileDestination, fileSource, folderDestination, parseRequest, runJob } from '../../dist/src/index.js';
import type { Binaries, EndedJob } from '../../dist/src/index.js';
import type { Context } from './benchmark.mts';

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

/** The same, into `folder`, under a name of its own. @returns where the result lies */
export async function convert({ binaries, folder }: Pick<Context, 'binaries' | 'folder'>, input: string, { kind, options }: FileJob): Promise<string> {
  const { job, error } = await runJob({
    request: parseRequest({ kind, options }), binaries, signal: new AbortController().signal, workRoot: folder, source: fileSource(input),
    destination: (format) => (format === 'hls' ? folderDestination(join(folder, 'stream'), { overwrite: true }) : fileDestination(join(folder, `ours.${format}`), { overwrite: true })),
  });
  if (error !== null) throw error;
  return job.output ?? '';
}
