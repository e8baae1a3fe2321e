// A job of the package, file to file, in this process.
import { placedByFormat } from '../../dist/src/pipeline/storage/destination.js';
import { join } from 'node:path';
import { fileDestination, fileSource, folderDestination, parseRequest, runJob } from '../../dist/src/index.js';
import type { Binaries, EndedJob } from '../../dist/src/index.js';
import type { Context } from './benchmark.mts';

export interface FileJob {
  kind: string;
  options: Record<string, unknown>;
}

async function ended(
  binaries: Binaries,
  { kind, options }: FileJob,
  input: string,
  where: Pick<Parameters<typeof runJob>[0], 'destination' | 'workRoot'>,
): Promise<EndedJob> {
  const job = await runJob({
    request: parseRequest({ kind, options }),
    source: fileSource(input),
    binaries,
    signal: new AbortController().signal,
    ...where,
  });
  if (job.error !== null) throw job.error;
  return job;
}

/** Runs a job to its end, replacing `output`. @throws why the job failed */
export const fileJob = (binaries: Binaries, job: FileJob, input: string, output: string): Promise<EndedJob> =>
  ended(binaries, job, input, { destination: fileDestination(output, { overwrite: true }) });

/** The same, into `folder`, under a name of its own. @returns where the result lies */
export async function convert(
  { binaries, folder }: Pick<Context, 'binaries' | 'folder'>,
  input: string,
  job: FileJob,
): Promise<string> {
  const { job: made } = await ended(binaries, job, input, {
    workRoot: folder,
    destination: placedByFormat(null, (format) =>
      format === 'hls'
        ? folderDestination(join(folder, 'stream'), { overwrite: true })
        : fileDestination(join(folder, `ours.${format}`), { overwrite: true }),
    ),
  });
  return made.output ?? '';
}
