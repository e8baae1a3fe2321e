import { tmpdir } from 'node:os';
import { parse } from 'node:path';
import type { Binaries } from '../ffmpeg/find';
import { createJob } from '../job/job';
import type { Job, JobWarning } from '../job/job';
import { isAnalysed, makesFile, tasksOf } from '../kinds';
import { makerOf } from '../kinds/makers';
import { soundUseOf } from '../kinds/soundUse';
import { limitsOf } from '../job/limits';
import type { Limits } from '../job/limits';
import { throwIfCancelled } from '../errors/cancelled';
import type { Destination } from '../storage/destination';
import { fileObject, probedFile } from '../job/fileObject';
import type { Source } from '../storage/source';
import { makeWorkFolder, withWorkFolder } from '../storage/workFolder';
import { encode } from './encode';
import { growing } from './growing';
import { planImport } from './import';
import { soundWarnings } from '../plan/warnings';
import { JobBudget } from '../plan/jobBudget';
import { JobInput } from './jobInput';
import { JobProgress } from '../job/jobProgress';
import { probeMedia, probeSource } from '../inspect/probe';
import { runSteps } from './runSteps';
import { mediaError, toMediaError } from '../errors/mediaError';
import type { MediaJobError } from '../errors/mediaError';
import type { JobRequest } from '../kinds/jobRequest';

export interface JobRun {
  request: JobRequest;
  source: Source;
  /** Null where the kind makes no file. */
  destination: Destination | null;
  binaries: Binaries;
  signal: AbortSignal;
  /** The queued job to run, where there is one already; else it is made of the request. */
  queued?: Job;
  /** Gets a snapshot of the job at every change. */
  onChange?: (job: Job) => void;
  now?: () => number;
  /** Folder for downloads and other passing files; the system's own by default. */
  workRoot?: string;
  /** What it may cost; as the environment of this process says by default. */
  limits?: Limits;
  /** Milliseconds after which `signal` ends it; null or absent: `limits` says how long it may take. */
  timeLimit?: number | null;
}

export interface EndedJob {
  job: Job;
  /** Why it did not succeed, with its cause; null when it did. */
  error: MediaJobError | null;
}

/** Runs a job on this machine: probe → import → encode → export (shorts are analysed before they are encoded). Never rejects: what goes wrong is the job's `error`. Nothing is left behind but the result. */
export async function runJob(run: JobRun): Promise<EndedJob> {
  const { request, source, onChange = () => undefined, now = Date.now, workRoot = tmpdir() } = run;
  const queued =
    run.queued ??
    createJob(
      {
        kind: request.kind,
        input: source.shown,
        options: request.options,
        metadata: request.metadata,
        tasks: tasksOf(request),
      },
      now(),
    );
  const job = new JobProgress(queued, now, onChange);
  let warnings: JobWarning[] = [];
  try {
    const budget = new JobBudget({
      limits: run.limits ?? limitsOf(process.env),
      timeLimit: run.timeLimit,
      workRoot,
    });
    const output = await budget.within(run.signal, (signal) =>
      withWorkFolder(workRoot, async (workDir) => {
        const input = new JobInput(source, workDir);
        try {
          return await input.within(signal, (either) =>
            (makesFile(request.kind) ? perform : tell)({
              ...run,
              signal: either,
              budget,
              input,
              workDir,
              job,
              warn: (more) => warnings.push(...more),
              unwarn: (less) => (warnings = warnings.filter((one) => !less.includes(one))),
            }),
          );
        } finally {
          await input.close();
        }
      }),
    );
    return { job: job.succeed(output, warnings), error: null };
  } catch (thrown) {
    const error = run.signal.aborted ? mediaError('cancelled', {}, thrown) : toMediaError(thrown);
    return { job: job.fail(error, warnings), error };
  }
}

/** A run with all that it works with. */
interface RunUnderWay extends JobRun {
  budget: JobBudget;
  input: JobInput;
  /** Folder for what is fetched and tried out. */
  workDir: string;
  job: JobProgress;
  warn: (warnings: readonly JobWarning[]) => void;
  /** Takes back what has turned out not to be so. */
  unwarn: (warnings: readonly JobWarning[]) => void;
}

/** A job that makes no file: it says what its source is. @returns null */
async function tell({ source, binaries, signal, input, job }: RunUnderWay): Promise<null> {
  return job.task('probe', async (progress) => {
    const opened = await input.open({ binaries, signal, progress });
    const media = await probeMedia(opened.media, opened.binaries, signal);
    return { output: probedFile(source.shown, media), value: null };
  });
}

/** The one way of every job that makes a file, whatever its kind. @returns where the result lies */
async function perform(run: RunUnderWay): Promise<string> {
  const { request, source, destination, signal, budget, input, workDir, job, warn, unwarn } = run;
  if (destination === null) throw mediaError('internal_error', { why: 'the job has no destination' });
  const { media, binaries } = await job.task('probe', async (onProgress) => {
    // What can be refused without reading the input is refused first.
    await destination.check();
    const opened = await input.open({ binaries: run.binaries, signal, progress: onProgress });
    const media = await probeSource(opened.media, soundUseOf(request), opened.binaries, signal);
    budget.accept(media);
    return { output: fileObject(source.shown, media), value: { media, binaries: opened.binaries } };
  });

  warn(soundWarnings(media, soundUseOf(request)));

  const left: Cleanup[] = [];
  try {
    const { imported, work, opened, folder } = await job.task('import', async (onProgress) => {
      const imported = planImport(media, request, binaries.ffmpeg);
      const work = await makerOf(request.kind)({
        options: request.options,
        media,
        imported,
        name: resultName(source, destination.name),
        shown: source.shown,
        binaries,
        signal,
        scratch: workDir,
        show: job,
      });
      const opened = await destination.open(work.files);
      left.push(() => opened.close());
      await budget.afford(work.cost, media, opened.root);
      const workFolder = await makeWorkFolder(opened.root);
      left.push(() => workFolder.remove());
      const folder = workFolder.path;
      await runSteps(imported.steps, { ffmpeg: binaries.ffmpeg, folder, signal, onProgress });
      return { output: null, value: { imported, work, opened, folder } };
    });

    const production = isAnalysed(request)
      ? await job.task('analyse', async (onProgress) => ({ output: null, value: await work.analyse(onProgress) }))
      : await work.analyse(() => undefined);
    warn(production.warnings);
    await budget.afford(production.cost, media, opened.root);

    const files = await job.task('encode', async (onProgress) => {
      budget.spend(production.cost, media);
      const { files, output, warnings, untrue } = await production.make({
        folder,
        onProgress,
        onFiles: (ready) => opened.look?.(() => Promise.resolve(ready), signal),
        encode: (plan, along) =>
          encode(plan, {
            folder,
            source: imported.source,
            binaries,
            signal,
            onProgress(percent) {
              // What may be made once more is not sent before it is known to be right.
              if (plan.instead === undefined) opened.look?.(() => growing(folder, plan.outputs), signal);
              along(percent);
            },
          }),
      });
      if (untrue !== undefined) unwarn(untrue);
      warn(warnings);
      return { output, value: files };
    });
    return await job.task('export', async () => {
      throwIfCancelled(signal);
      const output = await opened.publish(files, signal);
      production.published(output);
      return { output, value: output };
    });
  } finally {
    for (const close of left.reverse()) await close();
  }
}

/** Takes back what was begun. Never rejects. */
type Cleanup = () => Promise<void>;

/** Name of a result without extension: as its place says, and otherwise that of the source. */
export const resultName = ({ name }: Pick<Source, 'name'>, named: string | null): string =>
  named ?? (parse(name).name || 'media');
