import { z } from 'zod/v4';
import { simplifiedJob, simplifiedJobBefore } from '../dist/nodes/output/simplifiedJob.js';
import { OPERATIONS } from '../dist/nodes/WaitForJob/operationFields.js';
import { JOB_VERSIONS, NEWEST_WAIT, VERSIONS } from '../dist/nodes/versions.js';
import { kindsOf, makesFile } from '../dist/src/pipeline/kinds/index.js';
import { jobSchema, probedSchema, shortSchema } from '../dist/src/server/jobSchema.js';

/** A job as a version shows it at first. */
const jobOf = (version: number) => (version < 2 ? simplifiedJobBefore : simplifiedJob);

/** The item that a node makes as it is set at first. A trigger has none: n8n shows no preview for one. */
const itemsOf = (version: number) => ({
  CreateJob: z.object({ preset: z.object({ name: z.string(), options: z.object({}) }), job: jobOf(version) }),
  CreateShorts: z.object({
    short: shortSchema.extend({ index: z.int() }),
    job: version < 2 ? jobSchema.omit({ attempts: true, webhook_url: true, webhook_deliveries: true }) : simplifiedJob,
  }),
  WaitForJob: z.object({ job: jobOf(version) }),
});

/** The item of a job that makes no file. */
const TELLING = z.object({ media: probedSchema, job: simplifiedJob });

/** A file of `__schema__` beside a node: the item of a version, below it that of one of its operations. */
interface Preview {
  node: keyof ReturnType<typeof itemsOf>;
  path: string;
  item: z.ZodType;
  version: number;
}

export const previews = (): Preview[] => [
  ...VERSIONS.flatMap((version) =>
    (['CreateShorts', 'WaitForJob'] as const).map((node) => ({
      node,
      path: `v${version}.0.0`,
      item: itemsOf(version)[node],
      version,
    })),
  ),
  ...JOB_VERSIONS.flatMap((version) => [
    { node: 'CreateJob' as const, path: `v${version}.0.0`, item: itemsOf(version).CreateJob, version },
    // Without a preset; version 1 has no operations.
    ...(version < 2 ? [] : kindsOf('createJob')).map((kind) => ({
      node: 'CreateJob' as const,
      path: `v${version}.0.0/${kind}`,
      item: makesFile(kind) ? itemsOf(version).CreateJob.omit({ preset: true }) : TELLING,
      version,
    })),
  ]),
  ...Object.keys(OPERATIONS).map((operation) => ({
    node: 'WaitForJob' as const,
    path: `v${NEWEST_WAIT}.0/${operation}`,
    item: itemsOf(NEWEST_WAIT).WaitForJob,
    version: NEWEST_WAIT,
  })),
];

/** What n8n's editor shows of a node's fields, to be dragged into the next node, before anything has run. */
export function previewFile(item: z.ZodType, version: number): string {
  return `${JSON.stringify({ ...typesOf(z.toJSONSchema(item, { io: 'output' }) as JsonSchema), version }, null, 2)}\n`;
}

interface JsonSchema {
  type?: string | string[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}

/** Types alone, which is all that the editor looks at. Of several the first one that says most, and `null` where that may be. */
function typesOf({ type, anyOf = [], properties, items }: JsonSchema): JsonSchema {
  if (anyOf.length > 0) {
    const types = anyOf.map(typesOf);
    const first = types.find((each) => each.type !== 'null') ?? {};
    const nullable = types.some((each) => [each.type].flat().includes('null'));
    return nullable && !Array.isArray(first.type)
      ? { ...first, type: [first.type ?? 'string', 'null'] as string[] }
      : first;
  }
  return {
    type: type ?? 'object',
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, typesOf(schema)])),
    }),
    ...(items && { items: typesOf(items) }),
  };
}
