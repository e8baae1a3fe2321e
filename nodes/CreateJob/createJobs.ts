import { availableParallelism } from 'node:os';
import { parse } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isHosted } from '../../src/backends';
import { makesFile, setOf } from '../../src/pipeline/kinds';
import { createInBackground } from '../background/backgroundJob';
import { binaryDestination } from '../output/binaryDestination';
import { refuseFilesOfTool } from '../items/asTool';
import { eachItem } from '../items/eachItem';
import { hintNextStep } from '../items/hints';
import type { ItemOutcome } from '../items/eachItem';
import { hostedItem } from '../hosted/hostedJob';
import { besideInputs } from '../clips/beside';
import { clipInputs, sourcesOf } from '../clips/clip';
import { givenClips, madeOf } from '../clips/read';
import { laterInput } from '../input/read';
import { jobOptions, waitsFor } from '../background/read';
import { runLocalJob } from '../items/localJob';
import { concurrencyIn } from '../items/read';
import { fieldIn, nameIn, zipIn } from '../output/read';
import { storedOutput, storesOutput } from '../output/storedOutput';
import { requestFor, storedResult } from '../output/storedResult';
import { jobItem, outputItems } from '../output/outputItems';
import type { Kept } from '../output/outputItems';
import { withShownJob } from '../output/shownJob';
import { placeOf } from './placeOf';
import { withEarlierDefaults } from './earlierDefaults';
import { propertiesOf } from './properties';
import { kindMade, requestOf } from './requestOf';

/** Jobs that are waited for at the same time where others do the work. */
const HOSTED_AT_ONCE = 5;

/** One job for each input item, or for all of them; answers the items that they made, in the order of their inputs. */
export async function createJobs(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  const { length } = context.getInputData();
  if (length === 0) return [];
  const joinsAll = madeOf(context, kindMade(context, 0)) === 'joined';
  const pairedItem = Array.from({ length }, (_, item) => ({ item }));
  // Jobs in the background run in the order in which they are created.
  const hosted = isHosted(placeOf(context));
  const limit =
    waitsFor(context) || hosted
      ? (concurrencyIn(context) ?? (hosted ? HOSTED_AT_ONCE : Math.floor(availableParallelism() / 2)))
      : 1;
  // Jobs that could not be cancelled where they run.
  let left = 0;
  const items = await eachItem(context, {
    // What is said once for all stands in the first item.
    ...(joinsAll && { count: 1 }),
    limit,
    atStop: () => outcomeOfStop(context, left),
    namesJob: false,
    form: () => propertiesOf(context.getNode().typeVersion),
    work: (index, use) => createOne(context, index, { ...use, onLeft: () => left++ }),
    shown: (made, index) => {
      const items = withShownJob(made, context, index);
      return joinsAll ? items.map((item) => ({ ...item, pairedItem })) : items;
    },
  });
  if (!waitsFor(context) && items.some(({ json }) => json.error === undefined)) hintNextStep(context);
  return items;
}

interface ItemUse {
  signal: AbortSignal;
  kept: Kept;
  onLeft: () => void;
}

async function createOne(
  context: IExecuteFunctions,
  index: number,
  { signal, kept, onLeft }: ItemUse,
): Promise<ItemOutcome> {
  const place = placeOf(context);
  const clips = givenClips(context, index, { kind: kindMade(context, index), place });
  const { request: asked, preset } = requestOf(context, index, clips);
  if (preset !== null) kept.json.preset = preset;
  const checked = isHosted(place) ? asked : withEarlierDefaults(context, asked);
  const makes = makesFile(checked.kind);
  const usesInput = madeOf(context, checked.kind) !== 'list';
  const inItem = makes && !isHosted(place) && !storesOutput(context, index);
  refuseFilesOfTool(context, index, inItem ? {} : null, usesInput);
  const storage =
    isHosted(place) || !makes ? null : await storedOutput(context, index, { set: setOf(checked.kind) !== null });
  const request = storage === null ? checked : await requestFor(storage, checked);
  const options = jobOptions(context, index);
  const waited = waitsFor(context);
  const field = fieldIn(context, index);
  const zip = waited && setOf(request.kind) !== null && zipIn(context, index);
  const use = { request, options, signal, field, named: nameIn(context, index), zip, kept };
  if (isHosted(place)) return hostedItem(context, index, { ...use, at: place, waits: waited, onLeft });
  const input = clips === null ? await laterInput(context, index) : await clipInputs(clips, request.inputs ?? []);
  const references = besideInputs(context, index, request.references ?? [], clips ?? []);
  if (!waited) {
    const order = { request, input, references, output: storage, options, signal };
    const job = await createInBackground(context, index, order);
    return { items: [jobItem(job, { index, kept })], error: null, job, notes: [] };
  }
  const source = sourcesOf(input, references);
  const binary = binaryDestination(context.helpers, {
    name: use.named,
    zip: zip ? `${use.named ?? parse(source[0].name).name}.zip` : null,
  });
  const destination = storage === null ? binary : storedResult(storage);
  const { job, error, notes } = await runLocalJob({
    request,
    source,
    destination: makes ? destination : null,
    signal,
    timeLimit: options.timeLimit,
  });
  const items = () =>
    makes && storage === null
      ? outputItems(job, binary.stored, { index, field, kept })
      : [jobItem(job, { index, kept })];
  return { items: error === null ? items() : [], error, job, notes };
}

/** What has become of the jobs when the execution was stopped. */
function outcomeOfStop(context: IExecuteFunctions, left: number): string {
  const place = placeOf(context);
  if (!isHosted(place))
    return waitsFor(context) ? 'all conversions have been stopped' : 'jobs that were created go on in the background';
  if (!waitsFor(context)) return `jobs that were created go on at ${place.label}`;
  return left === 0
    ? 'no job of it goes on'
    : `${left === 1 ? '1 job goes' : `${left} jobs go`} on at ${place.label}, whose API documents no way to cancel a job`;
}
