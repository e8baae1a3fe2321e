import type { IExecuteFunctions } from 'n8n-workflow';
import type { ResultUse } from '../../src/backends/backend';
import type { BackendJob } from '../../src/backends/backendJob';
import { fetchResult } from '../../src/backends/hostedResult';
import { swiftiaAccess } from '../../src/backends/swiftia/access';
import { swiftia } from '../../src/backends/swiftia/backend';
import { swiftiaClient } from '../../src/backends/swiftia/client';
import { estimateCost } from '../../src/backends/swiftia/cost';
import { parseCreateOrder } from '../../src/backends/swiftia/createOrder';
import type { CreateOrder } from '../../src/backends/swiftia/createOrder';
import { driveStoredJob } from '../../src/backends/swiftia/driveStoredJob';
import { placeSwiftiaJob } from '../../src/backends/swiftia/placeJob';
import { refuseAbove } from '../../src/backends/swiftia/spending';
import { removeStaged, stagedAt, stageInput } from '../../src/backends/staging';
import type { Job } from '../../src/pipeline/job/job';
import { redact } from '../../src/pipeline/base/redact';
import { fetchShorts } from '../hosted/fetchShorts';
import { refuseFilesOfTool } from '../items/asTool';
import { ownKey } from '../background/idempotencyKey';
import { jobOptions, waitsFor } from '../background/read';
import type { JobOptions } from '../background/read';
import { OUTPUT } from '../names';
import { metadataValues } from '../options/metadata';
import { credentialOf, sharedJobs } from '../hosted/openBackend';
import { workRoot } from '../storage/workRoot';
import type { ShortsMaker, ShortsOutcome } from './shortsMaker';
import { basisOf, dryRunOf, shownEstimate } from './swiftiaCost';
import { costSettings, renderOf, shortsFields } from './swiftiaSettings';
import { swiftiaSource } from './swiftiaSource';
import { errorOfJob, mediaError, toMediaError } from '../../src/pipeline/errors/mediaError';

/** Shorts that Swiftia makes: a stored job of this machine, which pays for nothing twice. */
export const swiftiaShorts: ShortsMaker = {
  atOnce: 5,
  atStop: () => 'jobs that were created go on at Swiftia, whose API documents no way to cancel a job',
  run,
};

async function run(context: IExecuteFunctions, index: number, signal: AbortSignal): Promise<ShortsOutcome> {
  const waits = waitsFor(context);
  const asUrls = context.getNodeParameter(OUTPUT.clips, index, 'binary') === 'url';
  refuseFilesOfTool(context, index, waits && !asUrls ? { way: 'Set "Shorts As" to URLs' } : null);
  const options = jobOptions(context, index);
  const settings = costSettings(context, index);
  const render = renderOf(context, index);
  const fields = await shortsFields(context, index, options.webhookUrl);
  const source = await swiftiaSource(context, index);
  const orderFor = (url: string): CreateOrder =>
    parseCreateOrder({ ...fields, ...('youtube' in source ? { youtubeVideoId: source.youtube } : { fileUrl: url }) });
  // All that is wrong is said before anything is looked at, sent or stored.
  const order = orderFor('address' in source ? source.address : TO_BE_STAGED);
  const access = swiftiaAccess(await credentialOf(context, swiftia, index));
  const notes: string[] = [];
  const basis = await basisOf(source, { plan: access.plan, settings, order, signal, notes });
  const estimate = estimateCost(basis);
  refuseAbove(settings.spendAtMost, estimate, basis);
  if (settings.dryRun)
    return { job: null, shorts: [], error: null, notes, dryRun: dryRunOf(order, source, render, estimate) };

  const { shown } = source;
  const { fileUrl, youtubeVideoId, webhook, ...rest } = {
    fileUrl: undefined,
    youtubeVideoId: undefined,
    webhook: undefined,
    ...order,
  };
  const asked = { ...rest, ...(webhook !== undefined && { webhook: redact(webhook) }), render };
  const key = options.idempotencyKey ?? ownKey(context, index, { ...asked, shown, address: fileUrl ?? youtubeVideoId });
  const jobs = await sharedJobs();
  const placed = await placeSwiftiaJob(jobs, {
    input: shown,
    options: asked,
    metadata: metadataValues(context, index),
    idempotencyKey: key,
  });
  const client = swiftiaClient(access);
  const limit = options.timeLimit === null ? new AbortController().signal : AbortSignal.timeout(options.timeLimit);
  const until = AbortSignal.any([signal, limit]);
  let job: Job = placed;
  try {
    job = await driveStoredJob(jobs, placed.id, {
      client,
      until: waits ? 'ended' : 'created',
      signal: until,
      reckoned: {
        estimate: shownEstimate(estimate),
        ...(settings.spendAtMost !== null && { at_most: settings.spendAtMost }),
      },
      onChange: (changed) => (job = changed),
      order: async () =>
        'source' in source
          ? orderFor(
              (await stageInput(source.source, source.staging, { signal: until, workRoot: workRoot(), key })).url,
            )
          : order,
    });
  } catch (thrown) {
    const error = limit.aborted && !signal.aborted ? timeIsUp(placed.id, options) : toMediaError(thrown);
    return { job, shorts: [], error, notes };
  }
  notes.push(...(job.warnings ?? []).map(({ message }) => message));
  if (!waits && job.error === null) {
    const passed = 'source' in source ? stagedAt(source.source, source.staging, key) : null;
    return { job: { ...job, staged_input: passed }, shorts: [], error: null, notes };
  }
  // Its input is no longer needed, whoever has put it there.
  if ('source' in source && !(await removeStaged(source.staging, stagedAt(source.source, source.staging, key))))
    notes.push(`The input that was passed through the bucket ${source.staging.bucket} could not be deleted there.`);
  if (job.error !== null) return { job, shorts: [], error: errorOfJob(job.error), notes };
  const backend = { result: (made: BackendJob, use: ResultUse) => fetchResult(made, { ...use, access }) };
  const shorts = asUrls
    ? (job.shorts ?? []).map((short) => ({ short, binary: null }))
    : await fetchShorts(context, { job, backend, signal, name: source.name });
  return { job, shorts, error: null, notes };
}

/** Stands for an address that is not there yet. */
const TO_BE_STAGED = 'https://to-be-staged.invalid/';

const timeIsUp = (id: string, { timeLimit }: JobOptions) =>
  mediaError('hosted_time_limit', {
    id,
    seconds: `${(timeLimit ?? 0) / 1000}`,
    what: 'it goes on at Swiftia; run again with the same request, it is found and gone on with',
  });
