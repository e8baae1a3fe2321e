import { z } from 'zod/v4';
import { ORDER_FIELDS } from '../../../src/jobs/orderFields';
import { KINDS } from '../../../src/pipeline/kinds';
import { s3OptionsSchema } from '../../../src/pipeline/storage/s3/s3Options';
import { CLIP } from '../../../src/pipeline/request/clips';
import { requestSchema } from '../../../src/pipeline/request/request';
import { LIST_QUERY } from '../../../src/server/listQuery';

interface Schema {
  type?: string;
  enum?: unknown[];
  maxLength?: number;
  maxItems?: number;
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
}

/** Where a text or a list has no end. */
function endless(schema: Schema, at: string): string[] {
  const own =
    (schema.type === 'string' && schema.enum === undefined && schema.maxLength === undefined) ||
    (schema.type === 'array' && schema.maxItems === undefined);
  return [
    ...(own ? [at] : []),
    ...(schema.items === undefined ? [] : endless(schema.items, `${at}[]`)),
    ...(schema.anyOf ?? []).flatMap((one) => endless(one, at)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => endless(one, `${at}.${name}`)),
  ];
}

const SCHEMAS: [string, z.ZodType][] = [
  ['request', requestSchema],
  ['clip', CLIP],
  ['order', z.strictObject(ORDER_FIELDS)],
  ['list', LIST_QUERY],
  ['s3', s3OptionsSchema],
  ...Object.entries(KINDS).map(([name, { schema }]): [string, z.ZodType] => [name, schema]),
];

it.each(SCHEMAS)('every text and every list of %s has a greatest length', (name, schema) =>
  expect(endless(z.toJSONSchema(schema, { io: 'input' }) as Schema, name)).toEqual([]),
);

it('would notice one without', () =>
  expect(
    endless(
      z.toJSONSchema(z.strictObject({ a: z.string(), b: z.array(z.number()), c: z.string().max(3) })) as Schema,
      'x',
    ),
  ).toEqual(['x.a', 'x.b']));
