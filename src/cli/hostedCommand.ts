import { randomUUID } from 'node:crypto';
import type { BackendJob } from '../backends/backendJob';
import { STAYS } from '../backends/hostedResult';
import { nameOfAddress } from '../backends/nameOfAddress';
import { notJoined } from '../backends/refuseUntaken';
import { runHosted } from '../backends/runHosted';
import type { HostedInput } from '../backends/runHosted';
import type { KindName } from '../pipeline/kinds';
import { isFormat } from '../pipeline/media/formats';
import type { Format } from '../pipeline/media/formats';
import type { Destination } from '../pipeline/storage/destination';
import { addressOf, isStored, isWeb } from '../pipeline/storage/place';
import { withWorkFolder } from '../pipeline/storage/workFolder';
import { tmpdir } from 'node:os';
import { asJob } from './asJob';
import { openHosted, stagingOf } from './chosenBackend';
import { exitCodeOf } from './exitCode';
import type { JobFlags } from './flags';
import { inputSource, readInput } from './inputSource';
import type { Input } from './inputSource';
import { printable } from './io';
import type { Io } from './io';
import { readRequest } from './request';
import { formatOf } from '../pipeline/kinds';
import { refuseStorageFlags } from './storageFlags';
import { readTarget } from '../pipeline/request/target';
import { destinationOf, pathOf, refuseInputAsOutput } from './target';
import type { Target } from '../pipeline/request/target';
import { reportTo } from './reportTo';
import { mediaError, toMediaError } from '../pipeline/errors/mediaError';

const WAY =
  'Name a bucket from which it can be fetched, with --staging s3://bucket/folder/ (its keys come from the environment), or give the input as an address';

/**
 * Runs `media-jobs video|audio|…` at a hosted API, telling of it as of a local job. The result is fetched to `-o`; without it `output` is its address.
 * @returns the exit code
 */
export async function hostedCommand(
  kind: KindName,
  flags: JobFlags,
  stray: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const report = reportTo(flags.output === '-' ? io.stderr : io.stdout, io, flags);
  try {
    const target = await readTarget(kind, flags.output, io.cwd);
    const unfit = [
      ...stray,
      ...refuseStorageFlags(flags, '--backend local'),
      ...(flags.header.length > 0 ? ['--header goes with --backend local: the API fetches its input by itself.'] : []),
    ];
    const problems = flags.dryRun
      ? [...unfit, '--dry-run shows commands of this machine: it does not go with --backend.']
      : unfit;
    const { input: given, ...request } = await readRequest(kind, flags, { target, stray: problems, cwd: io.cwd });
    const backend = await openHosted(flags, io.env, kind);
    if (given === undefined) throw notJoined(backend.backend);
    const named = readInput(given);
    const { input, name } = inputOf(named, flags, io);
    const place = (format: Format): Destination =>
      destinationOf(target, pathOf(target, name, kind, format), kind, { overwrite: flags.overwrite ?? false, io });
    await refuseEarly(target, named, {
      flags,
      place,
      path: (format) => pathOf(target, name, kind, format),
      format: formatOf(request),
      io,
    });

    const saved: { output: string | null } = { output: null };
    const collect = async (job: BackendJob) => {
      if (flags.output === undefined || target.is === 'stored') return;
      await withWorkFolder(tmpdir(), async (folder) => {
        const files = await backend.result(job, { env: io.env, folder, name, signal });
        const format = files?.[0]?.format;
        if (files === null || format === undefined || !isFormat(format))
          throw mediaError('result_unreachable', { id: job.id, why: `${STAYS}: ${job.output ?? 'nothing'}.` });
        const opened = await place(format).open(files);
        saved.output = await opened.publish(files, signal).finally(() => opened.close());
      });
    };
    let told = '';
    const onChange = (job: BackendJob) => {
      const text = JSON.stringify(job);
      if (text !== told) report.changed(asJob(job));
      told = text;
    };
    const { label } = backend.backend;
    const onLeft = () => io.stderr.write(`The job goes on at ${label}, whose API documents no way to cancel a job.\n`);
    const order = {
      request: { ...request, ...(target.is === 'stored' && { output: target.address }) },
      idempotencyKey: `cli:${randomUUID()}`,
      webhookUrl: flags.webhookUrl,
      extraOptions: extraOptions(flags.extraOptions),
    };
    const { job, error, notes } = await runHosted({
      backend,
      order,
      input,
      signal,
      timeLimit: null,
      onChange,
      onLeft,
      collect,
      workRoot: tmpdir(),
    });
    for (const note of notes) io.stderr.write(`Note: ${printable(note)}\n`);
    if (job === null) throw error ?? mediaError('internal_error', { why: 'there is no job' });
    report.ended(
      asJob({
        ...job,
        ...(saved.output !== null && { output: saved.output }),
        ...(error !== null && { error: error.toJSON() }),
      }),
      error,
    );
    return exitCodeOf(error);
  } catch (thrown) {
    const error = toMediaError(thrown);
    report.refused(error);
    return exitCodeOf(error);
  }
}

function inputOf(given: Input, flags: JobFlags, io: Io): { input: HostedInput; name: string } {
  if (isWeb(given) || isStored(given)) return { input: { place: given }, name: nameOfAddress(addressOf(given)) };
  const source = inputSource(given, io);
  return { input: { source, staging: stagingOf(flags, io.env), way: WAY }, name: source.name };
}

interface EarlyUse {
  flags: JobFlags;
  place: (format: Format) => Destination;
  path: (format: Format) => string | null;
  /** Null where only the input tells. */
  format: Format | null;
  io: Io;
}

/** What cannot be written is refused before the job costs anything. @throws output_exists, output_unwritable, request_invalid */
async function refuseEarly(target: Target, input: Input, { flags, place, path, format, io }: EarlyUse): Promise<void> {
  if (flags.output === undefined || target.is === 'stored' || format === null) return;
  await refuseInputAsOutput(target, path(format), [input], io.cwd);
  await place(format).check();
}

/** @throws request_invalid */
function extraOptions(json: string | undefined): Record<string, unknown> {
  const wrong = (cause?: unknown) =>
    mediaError(
      'request_invalid',
      { problems: '"extra-options" must be a JSON object such as {"watermark": "…"}.' },
      cause,
    );
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw wrong(error);
  }
  throw wrong();
}
