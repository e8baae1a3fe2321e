import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { SIMPLIFIED_FIELDS, simplified } from './simplifiedJob';

/** What else a job has. */
const OTHERS = [
  'input',
  'options',
  'metadata',
  'tasks',
  'error',
  'created_at',
  'started_at',
  'finished_at',
  'updated_at',
] as const;

/** What stands in an item wherever a job has it: where its input was passed through, which Wait for Job takes away; what the job is called elsewhere; and what that costs. */
const ALWAYS = ['staged_input', 'backend_job_id', 'cost'] as const;

/** How much of a job stands in an item. */
export const shownProperties: INodeProperties[] = [
  {
    displayName: 'Output',
    name: 'output',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Full Job', value: 'full', description: 'The job with its tasks, options, metadata and times' },
      { name: 'Selected Fields', value: 'selected', description: 'Those fields of the job that you choose' },
      {
        name: 'Simplified',
        value: 'simplified',
        description: `What people branch on: ${SIMPLIFIED_FIELDS.join(', ')}`,
      },
    ],
    default: 'simplified',
    description: 'How much of the job stands in the item',
  },
  {
    displayName: 'Fields',
    name: 'outputFields',
    type: 'multiOptions',
    options: [...SIMPLIFIED_FIELDS, ...OTHERS]
      .map((value) => ({ name: nameOf(value), value }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    default: ['id', 'status', 'output'],
    displayOptions: { show: { output: ['selected'] } },
    description: 'Fields of the job that stand in the item',
  },
];

/** In Title Case, as n8n has them. */
function nameOf(field: string): string {
  return field
    .split('_')
    .map((word) => (word === 'id' ? 'ID' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}

/** Items with as much of their jobs as the node is set to show. A job stands in `job`; on the error output of n8n in `details.job`. */
export function withShownJob(
  items: readonly INodeExecutionData[],
  context: IExecuteFunctions,
  index: number,
): INodeExecutionData[] {
  const shape = context.getNodeParameter('output', index, 'full');
  if (shape === 'full') return [...items];
  const chosen = shape === 'selected' ? (context.getNodeParameter('outputFields', index, []) as string[]) : null;
  const shown = (job: IDataObject): IDataObject => {
    const simple = simplified(job);
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
