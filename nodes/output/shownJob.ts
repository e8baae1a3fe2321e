import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OUTPUT } from '../names';
import { isSince } from '../versions';
import { namedResult } from './namedResult';
import { fieldIn } from './read';
import { simplified, simplifiedBefore } from './simplifiedJob';

/** What stands in an item wherever a job has it: where its input was passed through, which Wait for Job takes away; what the job is called elsewhere; and what that costs. */
const ALWAYS = ['staged_input', 'backend_job_id', 'cost'] as const;

/**
 * Items with as much of their jobs as the node is set to show. A job stands in `job`; on the error output of n8n in `details.job`. In version 1 `output` may be a
 * path of this machine.
 */
export function withShownJob(
  items: readonly INodeExecutionData[],
  context: IExecuteFunctions,
  index: number,
): INodeExecutionData[] {
  if (!isSince(context, 2)) return withShape(items, context, index);
  const [first] = items;
  // Each short has a file of its own; of other jobs the first item has the main one.
  const made = first?.json.short === undefined ? first?.binary?.[fieldIn(context, index)]?.fileName : undefined;
  const named = items.map((item) => ({ ...item, json: namedResult(item.json, made) }));
  return withShape(named, context, index);
}

function withShape(
  items: readonly INodeExecutionData[],
  context: IExecuteFunctions,
  index: number,
): INodeExecutionData[] {
  // Where the form hides it; the first version of Create Shorts has none, and shows all.
  const unset = isSince(context, 3) ? 'simplified' : 'full';
  const shape = context.getNodeParameter(OUTPUT.shown, index, unset);
  if (shape === 'full') return [...items];
  const simplify = isSince(context, 2) ? simplified : simplifiedBefore;
  const chosen = shape === 'selected' ? (context.getNodeParameter(OUTPUT.shownFields, index, []) as string[]) : null;
  const shown = (job: IDataObject): IDataObject => {
    const simple = simplify(job);
    const some =
      chosen === null
        ? simple
        : Object.fromEntries(Object.entries({ ...job, ...simple }).filter(([name]) => chosen.includes(name)));
    return {
      ...some,
      ...Object.fromEntries(ALWAYS.flatMap((name) => (job[name] === undefined ? [] : [[name, job[name]]]))),
    };
  };
  return items.map((item) => {
    const { job, details } = item.json as { job?: IDataObject | null; details?: { job?: IDataObject | null } };
    return {
      ...item,
      json: {
        ...item.json,
        ...(job && { job: shown(job) }),
        ...(details?.job && { details: { ...details, job: shown(details.job) } }),
      },
    };
  });
}
