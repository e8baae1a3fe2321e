import { availableParallelism, tmpdir } from 'node:os';
import { parse } from 'node:path';
import { readCapabilities } from '../ffmpeg/capabilities';
import type { Binaries } from '../ffmpeg/find';
import { masterCommand } from './masterPlaylistCommand';
import { commandOf } from '../images/operationCommand';
import { createJob } from '../job/job';
import type { Job, JobWarning } from '../job/job';
import type { Format } from '../media/formats';
import { planFor } from '../kinds/plans';
import { KINDS, tasksOf } from '../kinds';
import { limitsOf } from '../job/limits';
import type { Limits } from '../job/limits';
import { throwIfCancelled } from '../errors/cancelled';
import type { Destination } from '../storage/destination';
import { fileObject } from '../job/fileObject';
import { isSourceAddress } from '../media/sourceAddress';
import type { Source } from '../storage/source';
import { withWorkFolder } from '../storage/workFolder';
import { refuseCost } from '../plan/cost';
import type { Plan, PlanContext } from '../plan/types';
import { encode } from './encode';
import { planImport } from './import';
import { JobBudget } from '../plan/jobBudget';
import { JobInput, openedInput } from './jobInput';
import { JobProgress } from '../job/jobProgress';
import { dryRunShorts } from '../kinds/shorts/dryRunShorts';
import { makeShorts } from '../kinds/shorts/makeShorts';
import { probeSource } from '../inspect/probe';
import { runSteps } from './runSteps';
import { mediaError, toMediaError } from '../errors/mediaError';
import type { MediaJobError } from '../errors/mediaError';
import type { ExpectedOutput } from '../media/expectedOutput';
import type { JobRequest } from '../kinds/jobRequest';
import type { Imported } from '../plan/imported';

export interface JobRun {
  request: JobRequest;
  source: Source;
  /** Where the result goes; a function is asked once the plan knows the format. */
  destination: Destination | ((format: Format) => Destination);
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
        tasks: tasksOf(request.kind),
      },
      now(),
    );
  const job = new JobProgress(queued, now, onChange);
  const warnings: JobWarning[] = [];
  try {
    const budget = new JobBudget({
      limits: run.limits ?? limitsOf(process.env),
      timeLimit: run.timeLimit,
      workRoot,
    });
    const output = await budget.within(run.signal, (signal) =>
      withWorkFolder(workRoot, (intake) => perform({ ...run, signal, budget }, intake, job, warnings)),
    );
    return { job: job.succeed(output, warnings), error: null };
  } catch (thrown) {
    const error = run.signal.aborted ? mediaError('cancelled', {}, thrown) : toMediaError(thrown);
    return { job: job.fail(error, warnings), error };
  }
}

/** A run with what it may cost. */
type BudgetedRun = JobRun & { budget: JobBudget };

async function perform(run: BudgetedRun, intake: string, job: JobProgress, warnings: JobWarning[]): Promise<string> {
  const input = new JobInput(run.source, intake);
  try {
    return await input.within(run.signal, (signal) => workOn(input, { ...run, signal }, intake, job, warnings));
  } finally {
    await input.close();
  }
}

async function workOn(
  input: JobInput,
  { request, source, destination, binaries: found, signal, budget }: BudgetedRun,
  intake: string,
  job: JobProgress,
  warnings: JobWarning[],
): Promise<string> {
  const { media, binaries } = await job.task('probe', async (percent) => {
    // What can be refused without reading the input is refused first.
    if (typeof destination !== 'function') await destination.prepare([]);
    const opened = await input.open({ binaries: found, signal, progress: percent });
    const media = await probeSource(opened.media, { withSound: KINDS[request.kind].sound }, opened.binaries, signal);
    budget.accept(media);
    return { output: fileObject(source.shown, media), value: { media, binaries: opened.binaries } };
  });

  if (request.kind === 'shorts')
    return makeShorts({
      options: request.options,
      media,
      imported: planImport(media, request, intake),
      destination,
      name: source.shown,
      binaries,
      signal,
      intake,
      job,
      warnings,
      budget,
      runner: { runSteps, encode },
    });

  const { imported, target, root } = await job.task('import', async (percent) => {
    const imported = planImport(media, request, intake);
    const {
      outputs,
      warnings: foreseen,
      cost,
    } = await makePlan(request, imported, { folder: intake, scratch: intake, name: nameOf(source, null) }, binaries);
    warnings.push(...foreseen);
    const target = typeof destination === 'function' ? destination(formatOf(outputs)) : destination;
    const root = await target.prepare(outputs.map(({ file }) => file));
    await budget.afford(cost, media, root);
    await runSteps(imported.steps, binaries.ffmpeg, signal, percent);
    return { output: null, value: { imported, target, root } };
  });

  // ffmpeg reads a % in the path of a set as part of a pattern: then the work is done elsewhere and copied.
  return withWorkFolder(root.includes('%') ? intake : root, async (folder) => {
    const begun = target.begin?.(folder, signal);
    try {
      const files = await job.task('encode', async (percent) => {
        const plan = await makePlan(
          request,
          imported,
          { folder, scratch: intake, name: nameOf(source, target) },
          binaries,
        );
        budget.spend(plan.cost, media);
        const onProgress = (part: number) => {
          begun?.look(plan.outputs);
          percent(part);
        };
        const {
          files: value,
          output,
          warnings: met,
        } = await encode(plan, folder, imported.source, binaries, signal, onProgress);
        warnings.push(...met);
        return { output, value };
      });
      return await job.task('export', async () => {
        throwIfCancelled(signal);
        const output = await target.publish(files, signal);
        return { output, value: output };
      });
    } finally {
      await begun?.close();
    }
  });
}

/** What a job would do, in commands that can be run by hand. */
export interface DryRun {
  plan: { argv: string[] }[];
  outputs: ExpectedOutput[];
  warnings: JobWarning[];
}

/** Reads the input and plans, and makes nothing. Results are named as they would be in `folder`. @throws what the probe and the plan throw */
export async function dryRun(
  {
    request,
    source,
    binaries,
    signal: stop,
    workRoot = tmpdir(),
    limits = limitsOf(process.env),
  }: Omit<JobRun, 'destination' | 'onChange' | 'now' | 'queued' | 'timeLimit'>,
  place: { folder: string; name?: string },
): Promise<DryRun> {
  return openedInput(
    source,
    { binaries, signal: stop, workRoot, limits },
    async ({ media, binaries: reading, folder: intake, signal, budget }) => {
      const { path } = media;
      const scratch = tmpdir();
      const probed = await probeSource(media, { withSound: KINDS[request.kind].sound }, reading, signal);
      budget.accept(probed);
      const imported = planImport(probed, request, scratch);
      if (request.kind === 'shorts') {
        const { commands, outputs, warnings } = await dryRunShorts({
          options: request.options,
          imported,
          folder: place.folder,
          scratch,
          binaries: reading,
          signal,
          budget,
        });
        return { plan: commands.map((argv) => ({ argv })), outputs, warnings };
      }
      const { steps, outputs, warnings, master, cost } = await makePlan(
        request,
        imported,
        { folder: place.folder, scratch, name: place.name ?? nameOf(source, null) },
        binaries,
      );
      refuseCost(cost, probed, limits);
      const commands = [...imported.steps, ...steps].map((step) =>
        step.tool === 'ffmpeg' ? [binaries.ffmpeg.path, ...step.argv] : commandOf(step.operation),
      );
      if (master) commands.push(masterCommand({ folder: place.folder, master, binaries }));
      // A copy that was fetched is gone when the dry run ends: the commands name the address instead.
      const fetched = path.startsWith(intake) || isSourceAddress(path);
      return {
        plan: commands.map((argv) => ({ argv: fetched ? fromAddress(argv, path, source.shown) : argv })),
        outputs,
        warnings,
      };
    },
  );
}

/** A command that reads the address itself, which the job would never let ffmpeg do. */
const fromAddress = (argv: string[], path: string, address: string): string[] =>
  argv
    .filter((word, index) => word !== '-protocol_whitelist' && argv[index - 1] !== '-protocol_whitelist')
    .map((word) => word.replaceAll(`file:${path}`, address).replaceAll(path, address));

async function makePlan(
  request: JobRequest,
  { source, input }: Imported,
  place: Pick<PlanContext, 'folder' | 'scratch' | 'name'>,
  { ffmpeg }: Binaries,
): Promise<Plan> {
  return planFor(request, {
    source,
    input,
    ...place,
    encoders: await readCapabilities(ffmpeg),
    cores: availableParallelism(),
  });
}

const nameOf = ({ name }: Source, target: Destination | null): string => target?.name ?? (parse(name).name || 'media');

function formatOf([first]: ExpectedOutput[]): Format {
  if (first === undefined || first.format === 'mpegts') throw new Error('The plan has no main output');
  return first.format;
}
