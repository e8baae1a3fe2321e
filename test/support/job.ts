import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { findBinaries, type Binaries } from '../../src/pipeline/ffmpeg/find';
import type { Job } from '../../src/pipeline/job/job';
import type { KindName, OptionsOf } from '../../src/pipeline/kinds';
import type { Limits } from '../../src/pipeline/job/limits';
import type { Destination } from '../../src/pipeline/storage/destination';
import { folderDestination } from '../../src/pipeline/storage/destinations';
import type { Source } from '../../src/pipeline/storage/source';
import { fileSource } from '../../src/pipeline/storage/sources';
import { parseRequest } from '../../src/pipeline/request/request';
import { runJob } from '../../src/pipeline/run/run';
import { fixture, type FixtureName } from '../fixtures';
import { FFMPEG, FFPROBE } from './programs';
import type { MediaJobError } from '../../src/pipeline/errors/mediaError';

/** A job that ended, and what lies on the disk after it. */
export interface EndedTestJob {
  job: Job;
  error: MediaJobError | null;
  /** Absolute path of the main output; empty when the job failed. */
  file: string;
  /** Absolute paths of all that the destination holds, sorted. */
  files: string[];
  /** Folder of this job alone: `out` is the destination, `work` holds passing files (empty when all is well). */
  dir: string;
  /** The job object at each change. */
  changes: Job[];
  cleanup: () => Promise<void>;
}

/** What can be different from a plain job. */
export interface TestJobUse {
  signal?: AbortSignal;
  binaries?: Binaries;
  /** By default a folder; gets the job's own folder. */
  destination?: (dir: string) => Destination;
  onChange?: (job: Job) => void;
  metadata?: Record<string, unknown>;
  /** By default the file itself; gets its path. */
  source?: (path: string) => Source;
  /** Where passing files go, by default a folder of the job's own. */
  workRoot?: string;
  now?: () => number;
  /** What it may cost; what everybody's may unless given. */
  limits?: Limits;
}

/** The ffmpeg and ffprobe under test: FFMPEG_PATH and FFPROBE_PATH, else the bundled ones. */
export const testBinaries = (): Promise<Binaries> => findBinaries({ ffmpegPath: FFMPEG, ffprobePath: FFPROBE });

const folders = new Set<string>();

/** Removes what jobs left; call it from `afterAll`. */
export async function removeJobs(): Promise<void> {
  await Promise.all([...folders].map((dir) => rm(dir, { recursive: true, force: true })));
  folders.clear();
}

/** Runs one job through the real pipeline, request parsing and export included. `input` is a fixture's name or an absolute path. */
export async function job<K extends KindName>(
  kind: K,
  input: FixtureName | `/${string}`,
  options: OptionsOf[K],
  use: TestJobUse = {},
): Promise<EndedTestJob> {
  const path = isAbsolute(input) ? input : await fixture(input as FixtureName);
  const dir = await mkdtemp(join(tmpdir(), 'media-jobs-test-'));
  folders.add(dir);
  const workRoot = join(dir, 'work');
  await mkdir(workRoot);
  const changes: Job[] = [];
  const onChange = (changed: Job) => {
    changes.push(changed);
    use.onChange?.(changed);
  };
  const ended = await runJob({
    request: parseRequest({ kind, options, ...(use.metadata && { metadata: use.metadata }) }),
    source: use.source?.(path) ?? fileSource(path),
    destination: use.destination?.(dir) ?? folderDestination(join(dir, 'out'), { overwrite: false }),
    binaries: use.binaries ?? (await testBinaries()),
    signal: use.signal ?? new AbortController().signal,
    workRoot: use.workRoot ?? workRoot,
    onChange,
    ...(use.now && { now: use.now }),
    ...(use.limits && { limits: use.limits }),
  });
  const there = await readdir(join(dir, 'out'), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = there
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return {
    ...ended,
    file: ended.job.output ?? '',
    files,
    dir,
    changes,
    cleanup: async () => {
      folders.delete(dir);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const known = new Map<string, Promise<EndedTestJob>>();

/** A job that has to succeed. The same one is run once in a test file: its checks share the result. @throws Error with the job's own words and their cause */
export function made<K extends KindName>(
  kind: K,
  input: FixtureName | `/${string}`,
  options: OptionsOf[K],
): Promise<EndedTestJob> {
  const key = JSON.stringify([kind, input, options]);
  const result =
    known.get(key) ??
    job(kind, input, options).then((ended) => {
      if (ended.error !== null)
        throw new Error(`${key}: ${ended.error.kind}: ${ended.error.message}`, { cause: ended.error.cause });
      return ended;
    });
  known.set(key, result);
  return result;
}
