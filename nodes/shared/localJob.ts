import { findBinaries } from '../../src/pipeline/ffmpeg/find';
import { BACKGROUND, jobScope } from '../../src/pipeline/jobScope';
import type { Destination } from '../../src/pipeline/media/destination';
import type { Source } from '../../src/pipeline/media/source';
import type { JobRequest } from '../../src/pipeline/request';
import { runJob } from '../../src/pipeline/run';
import type { EndedJob } from '../../src/pipeline/run';
import { workRoot } from './workRoot';

export interface LocalJob {
  request: JobRequest;
  source: Source;
  destination: Destination;
  signal: AbortSignal;
}

/** Runs a job on the machine that n8n runs on, and holds the item until it has ended. @throws ffmpeg_missing */
export async function runLocalJob({ request, source, destination, signal }: LocalJob): Promise<EndedJob & { notes: string[] }> {
  const binaries = await findBinaries();
  // n8n's editor and its webhooks go first.
  const ended = await jobScope.run({ nice: BACKGROUND }, () => runJob({ request, source, destination, binaries, signal, workRoot: workRoot() }));
  return { ...ended, notes: [...binaries.warnings, ...(ended.job.warnings ?? []).map(({ message }) => message)] };
}
