import { tmpdir } from 'node:os';
import { parse } from 'node:path';
import type { Binaries } from '../ffmpeg/find';
import { createJob } from '../job/job';
import type { Job, JobWarning } from '../job/job';
import { isAnalysed, makesFile, tasksOf } from '../kinds';
import { workOf } from './workOf';
import { soundUseOf } from '../kinds/soundUse';
import type { Limits } from '../job/limits';
import { throwIfCancelled } from '../errors/cancelled';
import type { Destination } from '../storage/destination';
import { fileObject, probedFile } from '../job/fileObject';
import type { Source } from '../storage/source';
import { makeWorkFolder } from '../storage/workFolder';
import { encode } from './encode';
import { growing } from './growing';
import { planImport } from './import';
import { soundWarnings } from '../plan/warnings';
import type { JobBudget } from '../plan/jobBudget';
import { sizeOf } from './inputs';
import type { Inputs } from './inputs';
import { withInputs } from './openedInput';
import { inputCount, listOf, readOf, shownRequest, withTextsRead } from './sources';
import type { Sources } from './sources';
import type { InputName } from '../errors/ofInput';
import { JobProgress } from '../job/jobProgress';
import { probeMedia } from '../inspect/probe';
import { runSteps } from './runSteps';
import { mediaError, toMediaError } from '../errors/mediaError';
import type { MediaJobError } from '../errors/mediaError';
import type { JobRequest } from '../kinds/jobRequest';

export interface JobRun {
  request: JobRequest;
  /** What is read: one, or the clips of a sequence in their order. */
  source: Sources;
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
  const { request, onChange = () => undefined, now = Date.now, workRoot = tmpdir() } = run;
  const sources = listOf(run.source);
  const queued =
    run.queued ??
    createJob(
      {
        kind: request.kind,
        ...shownRequest(request, sources),
        metadata: request.metadata,
        tasks: tasksOf(request),
      },
      now(),
    );
  const job = new JobProgress(queued, now, onChange);
  let warnings: JobWarning[] = [];
  try {
    const read = readOf(request, sources);
    const output = await withInputs(read, { ...run, workRoot }, ({ inputs, budget, folder, signal }) =>
      (makesFile(request.kind) ? perform : tell)({
        ...run,
        signal,
        budget,
        inputs,
        names: read.names,
        workDir: folder,
        job,
        warn: (more) => warnings.push(...more),
        unwarn: (less) => (warnings = warnings.filter((one) => !less.includes(one))),
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
  inputs: Inputs;
  /** Of all that is read, as messages say them. */
  names: readonly InputName[];
  /** Folder for what is fetched and tried out. */
  workDir: string;
  job: JobProgress;
  warn: (warnings: readonly JobWarning[]) => void;
  /** Takes back what has turned out not to be so. */
  unwarn: (warnings: readonly JobWarning[]) => void;
}

/** A job that makes no file: it says what its source is. @returns null */
async function tell({ source, binaries, signal, inputs, job }: RunUnderWay): Promise<null> {
  return job.task('probe', async (progress) => {
    const opened = await inputs.open(0, { binaries, signal, progress });
    const media = await probeMedia(opened.media, opened.binaries, signal);
    return { output: probedFile(listOf(source)[0].shown, media), value: null };
  });
}

/** The one way of every job that makes a file, whatever its kind. @returns where the result lies */
async function perform(run: RunUnderWay): Promise<string> {
  const { destination, signal, budget, inputs, names, workDir, job, warn, unwarn } = run;
  if (destination === null) throw mediaError('internal_error', { why: 'the job has no destination' });
  const [source] = listOf(run.source);
  const count = inputCount(run.request);
  const sound = soundUseOf(run.request);
  const { request, probed } = await job.task('probe', async (progress) => {
    // What can be refused without reading the input is refused first.
    await destination.check();
    const request = await withTextsRead(run.request, inputs, signal);
    const found = await inputs.probe(count, { binaries: run.binaries, signal, progress, sound, budget });
    const [first] = found;
    return {
      output: first && count === 1 ? fileObject(source.shown, first.media) : null,
      value: { request, probed: found },
    };
  });

  warn(probed.slice(0, count).flatMap(({ media }) => soundWarnings(media, sound)));

  const left: Cleanup[] = [];
  try {
    const { imported, work, opened, folder } = await job.task('import', async (onProgress) => {
      const imported = probed.map(({ media, binaries }, index) => planImport(media, request, binaries.ffmpeg, index));
      const work = await workOf(request, {
        probed,
        imported,
        names,
        name: resultName(source, destination.name),
        shown: source.shown,
        binaries: run.binaries,
        signal,
        scratch: workDir,
        show: job,
      });
      const opened = await destination.open(work.files);
      left.push(() => opened.close());
      await budget.afford(work.cost, sizeOf(probed), opened.root);
      const workFolder = await makeWorkFolder(opened.root);
      left.push(() => workFolder.remove());
      const folder = workFolder.path;
      for (const [index, { steps }] of imported.entries())
        await runSteps(steps, {
          ffmpeg: (probed[index] ?? run).binaries.ffmpeg,
          folder,
          signal,
          onProgress: (percent) => onProgress((100 * index + percent) / imported.length),
        });
      return { output: null, value: { imported, work, opened, folder } };
    });

    const production = isAnalysed(request)
      ? await job.task('analyse', async (onProgress) => ({ output: null, value: await work.analyse(onProgress) }))
      : await work.analyse(() => undefined);
    warn(production.warnings);
    await budget.afford(production.cost, sizeOf(probed), opened.root);

    const files = await job.task('encode', async (onProgress) => {
      budget.spend(production.cost, sizeOf(probed));
      const { files, output, warnings, untrue } = await production.make({
        folder,
        onProgress,
        onFiles: (ready) => opened.look?.(() => Promise.resolve(ready), signal),
        encode: async (plan, along) => {
          const { input: read = 0 } = plan;
          try {
            return await encode(plan, {
              folder,
              source: read === null ? null : (imported[read]?.source ?? null),
              binaries: (probed[read ?? 0] ?? run).binaries,
              signal,
              onProgress(percent) {
                // What may be made once more is not sent before it is known to be right.
                if (plan.instead === undefined && plan.fitting === undefined)
                  opened.look?.(() => growing(folder, plan.outputs), signal);
                along(percent);
              },
            });
          } catch (error) {
            throw read === null ? error : inputs.named(error, read);
          }
        },
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
