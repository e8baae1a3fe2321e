import { resolve } from 'node:path';
import { mediaError } from '../../pipeline/errors/mediaError';
import type { Option } from 'commander';
import { ORDER_FIELDS } from '../../jobs/orderFields';
import { clipInput, referenceInput } from '../../jobs/order';
import type { ClipInput, JobOrder } from '../../jobs/order';
import type { JobRequest } from '../../pipeline/kinds/jobRequest';
import { isFile, isStored, isWeb } from '../../pipeline/storage/place';
import { fileSource } from '../../pipeline/storage/sources';
import { STORAGE_EXAMPLES } from '../../pipeline/storage/storages';
import { setOf } from '../../pipeline/kinds';
import { timeLimitMs } from '../../pipeline/request/orderLimits';
import { isKind } from '../../pipeline/request/request';
import { withFileOptions } from '../fileOptions';
import { inputSource } from '../inputSource';
import { readInputs } from '../inputSources';
import type { AskedInput } from '../inputSources';
import type { Io } from '../io';
import { checkRequest } from '../../pipeline/request/targetedRequest';
import type { GivenInput } from '../../pipeline/request/targetedRequest';
import { withNamedFiles } from '../namedFiles';
import { inFlags, requestBody } from '../request';
import { readStorageFlags } from '../storageFlags';
import { readTarget } from '../../pipeline/request/target';
import { kindFlags } from './createFlags';
import type { CreateFlags } from './createFlags';
import { jobIn, readData } from './readData';
import { storedPlace } from './storedPlace';

/** A job before it is checked, and what is wrong with it already. */
interface Given {
  body: Record<string, unknown>;
  problems: string[];
  /** By flags, and not as JSON. */
  byFlags: boolean;
}

/**
 * What `jobs create` was asked for, as an order to the job store.
 * @param words that no flag took @param known the flags of the command
 * @throws what is wrong with a request; output_exists, output_unwritable
 */
export async function readOrder(
  flags: CreateFlags,
  words: readonly string[],
  known: readonly Option[],
  io: Io,
  signal: AbortSignal,
): Promise<JobOrder> {
  const { body, problems, byFlags } = await readBody(flags, words, known, io, signal);
  const output = typeof body.output === 'string' ? body.output : undefined;
  if (output === '-')
    problems.push(
      `A job in the background has no standard output: let "output" name a file, a folder or ${STORAGE_EXAMPLES}.`,
    );
  const target = isKind(body.kind) ? await readTarget(body.kind, output, io.cwd) : null;
  const storage = readStorageFlags(flags, target, isKind(body.kind) && setOf(body.kind) !== null);
  problems.push(...storage.problems);
  const check = () => checkRequest(body, { output, target, problems }, ORDER_FIELDS);
  const { request: checked, extra } = byFlags ? inFlags(isKind(body.kind) ? body.kind : null, check) : check();
  const request = await withNamedFiles(checked, io.cwd);
  const asked = await readInputs(request, flags.header, io);
  const ordered = asked.map((one) => orderedInput(one, io));
  const key = flags.idempotencyKey || undefined;
  return {
    request,
    ...orderOf(request, ordered),
    // With a key the result may be there already, and the job too.
    output: await storedPlace(output === undefined ? null : target, request, {
      inputs: asked.map(({ input }) => input),
      inputName: inputSource(asked[0].input, io).name,
      overwrite: flags.overwrite ?? false,
      options: storage.options,
      tryOut: key === undefined,
      io,
    }),
    idempotencyKey: key,
    priority: extra.priority,
    webhookUrl: extra.webhook_url,
    timeLimit: extra.time_limit === undefined ? undefined : timeLimitMs(extra.time_limit),
  };
}

/** What is fetched when the job runs, or a file of this machine by its whole path, since the job is run from another working folder. */
function orderedInput({ input, headers }: AskedInput, io: Io): ClipInput['input'] {
  if (isWeb(input) || isStored(input)) return { place: input, headers };
  return isFile(input) ? fileSource(resolve(io.cwd, input.path)) : inputSource(input, io, headers);
}

function orderOf(
  { inputs, references = [] }: GivenInput & Pick<JobRequest, 'references'>,
  ordered: readonly ClipInput['input'][],
): Pick<JobOrder, 'input' | 'references'> {
  const [first] = ordered;
  if (first === undefined) throw mediaError('input_required', {});
  const at = (index: number) => ordered[index] ?? first;
  const count = inputs?.length ?? 1;
  return {
    input: inputs === undefined ? first : { clips: inputs.map((clip, index) => clipInput(clip, at(index))) },
    references: references.map((reference, index) => referenceInput(reference, at(count + index))),
  };
}

/** The body of the job: from flags, from a file, or from what comes through a pipe when no flag names a job. */
async function readBody(
  flags: CreateFlags,
  words: readonly string[],
  known: readonly Option[],
  io: Io,
  signal: AbortSignal,
): Promise<Given> {
  const { kind, input, inputs, output, metadata, priority, timeLimit, webhookUrl, data, body: json } = flags;
  const byFlags =
    [kind, input, inputs, output, priority, timeLimit, webhookUrl, ...metadata].some((flag) => flag !== undefined) ||
    words.length > 0;
  if (data !== undefined || json !== undefined || (!byFlags && io.stdin.isTTY !== true)) {
    const flag = data === undefined ? '--body' : '--data';
    const problems = byFlags ? [`With ${flag} the job stands in the JSON alone, not in flags.`] : [];
    if (data !== undefined && json !== undefined) problems.push('Give the job by --data or by --body, not by both.');
    return {
      body: json === undefined || json === '-' ? await readData(data ?? '-', io, signal) : jobIn(json, '--body'),
      problems,
      byFlags: false,
    };
  }
  const background = {
    ...(output !== undefined && { output }),
    ...(webhookUrl !== undefined && { webhook_url: webhookUrl }),
    ...(priority !== undefined && { priority: numberOr(priority) }),
    ...(timeLimit !== undefined && { time_limit: numberOr(timeLimit) }),
  };
  if (!isKind(kind))
    return {
      body: { ...(kind !== undefined && { kind }), ...(input?.[0] && { input: input[0] }), ...background },
      problems: [],
      byFlags: true,
    };
  const { options, problems } = kindFlags(kind, words, known);
  const { body, problems: wrong } = await requestBody(
    kind,
    {
      metadata,
      options: await withFileOptions(kind, options, io.cwd),
      ...(input !== undefined && { input }),
      ...(inputs !== undefined && { inputs }),
    },
    io.cwd,
  );
  return { body: { ...body, ...background }, problems: [...problems, ...wrong], byFlags: true };
}

/** Text that is no number stays text, for the schema to refuse. */
const numberOr = (text: string): number | string =>
  text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
