import { parse } from 'node:path';
import { findBinaries } from '../pipeline/ffmpeg/find';
import { setOf } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import { isFormat } from '../pipeline/media/formats';
import type { Format } from '../pipeline/media/formats';
import { limitsOf } from '../pipeline/job/limits';
import { throwIfCancelled } from '../pipeline/errors/cancelled';
import { isFile } from '../pipeline/storage/place';
import { asking, placedByFormat } from '../pipeline/storage/destination';
import type { Destination } from '../pipeline/storage/destination';
import { dryRun } from '../pipeline/run/dryRun';
import { runJob } from '../pipeline/run/run';
import { hostedNames } from './chosenBackend';
import { byHand, dryRunText } from './dryRunText';
import { exitCodeOf } from './exitCode';
import type { JobFlags } from './flags';
import { withFileOptions } from './fileOptions';
import { inputSources, readInputs } from './inputSources';
import { printable } from './io';
import type { Io } from './io';
import { readRequest } from './request';
import { formatOf } from '../pipeline/kinds';
import { readStorageFlags } from './storageFlags';
import { readTarget } from '../pipeline/request/target';
import { destinationOf, pathOf, placeOf, refuseInputAsOutput } from './target';
import { reportTo } from './reportTo';
import { toMediaError } from '../pipeline/errors/mediaError';

/** What only a hosted API takes. */
function forHosted(flags: JobFlags): string[] {
  const given = {
    '--base-url': flags.baseUrl,
    '--staging': flags.staging,
    '--webhook-url': flags.webhookUrl,
    '--extra-options': flags.extraOptions,
  };
  return Object.entries(given).flatMap(([flag, value]) =>
    value === undefined ? [] : [`${flag} goes with --backend ${hostedNames()}.`],
  );
}

/** Runs `media-jobs video|audio|image|animation|adaptive|shorts`. @param stray words that no flag took @returns the exit code */
export async function jobCommand(
  kind: KindName,
  flags: JobFlags,
  stray: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  // With the result on standard output, what is told of the job goes to standard error.
  const out = flags.output === '-' ? io.stderr : io.stdout;
  const report = reportTo(out, io, flags);
  try {
    const target = await readTarget(kind, flags.output, io.cwd);
    const storage = readStorageFlags(flags, target, setOf(kind) !== null);
    const request = await readRequest(
      kind,
      { ...flags, options: await withFileOptions(kind, flags.options, io.cwd) },
      { target, stray: [...stray, ...forHosted(flags), ...storage.problems], cwd: io.cwd },
    );
    const asked = await readInputs(request, flags.header, io);
    const inputs = asked.map(({ input }) => input);
    const sources = inputSources(asked, io);
    const [source] = sources;
    const place = (format: Format) => pathOf(target, source.name, kind, format);
    const refuseInput = (format: Format) => refuseInputAsOutput(target, place(format), inputs, io.cwd);
    const format = target.is === 'in' ? formatOf(request) : (formatOf(request) ?? 'jpeg');
    if (format !== null) await refuseInput(format);
    const binaries = await findBinaries({ env: io.env, ffmpegPath: flags.ffmpeg, ffprobePath: flags.ffprobe });
    throwIfCancelled(signal);
    // Where standard error is for JSON lines, nothing else may stand between them.
    if (!report.json || out !== io.stderr)
      for (const warning of binaries.warnings) io.stderr.write(`Warning: ${printable(warning)}\n`);
    const run = { request, source: sources, binaries, signal, limits: limitsOf(io.env) };

    if (flags.dryRun) {
      const { folder, file } = placeOf(target, source.name, kind, io.cwd);
      const isNew = setOf(kind) !== null;
      const planned = await dryRun(run, file && parse(file).name);
      const made = planned.outputs[0]?.format;
      if (made !== undefined && isFormat(made)) await refuseInput(made);
      const commands = byHand(planned, {
        folder,
        file,
        isNew,
        ffmpeg: binaries.ffmpeg.path,
        overwrite: flags.overwrite ?? false,
      });
      // Text also in a pipe: it is made for a shell.
      if (flags.json) report.answer(commands);
      else
        report.text(
          dryRunText(commands, {
            isNew,
            fetched: inputs.every(isFile) ? null : source.shown,
            sent: target.is === 'stored' ? target.address : null,
          }),
        );
      return exitCodeOf(null);
    }

    const to = (chosen: Format): Destination =>
      asking(
        destinationOf(target, place(chosen), kind, {
          overwrite: flags.overwrite ?? false,
          options: storage.options,
          io,
        }),
        {
          toOpen: () => refuseInput(chosen),
        },
      );
    const { job, error } = await runJob({
      ...run,
      destination: format === null ? placedByFormat(null, to) : to(format),
      onChange: (job) => report.changed(job),
    });
    report.ended(job, error);
    return exitCodeOf(error);
  } catch (thrown) {
    const error = toMediaError(thrown);
    report.refused(error);
    return exitCodeOf(error);
  }
}
