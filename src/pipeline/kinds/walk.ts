import { z } from 'zod/v4';
import { boundedJson } from '../base/boundedJson';
import type { FieldLabels, ValueLabel } from './fields';
import type { KindName } from './index';
import { KINDS } from './index';

/** One option of a kind, as the faces (node properties, CLI flags, docs) see it. */
export type Field = FieldLabels & { name: string; description: string; required: boolean } & (
    | { type: 'enum'; values: string[]; valueLabels: Readonly<Record<string, ValueLabel>>; ordered: boolean }
    | { type: 'integer' | 'number'; min: number; max: number | null }
    | { type: 'dimension'; max: number }
    | { type: 'track'; max: number }
    | { type: 'color'; pattern: string }
    | { type: 'text'; max: number }
    | { type: 'list' }
    | { type: 'object' }
    | { type: 'boolean' }
  );

interface JsonSchema {
  type?: string;
  enum?: string[];
  anyOf?: JsonSchema[];
  pattern?: string;
  maxLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  description?: string;
  label?: string;
  group?: FieldLabels['group'];
  placeholder?: string;
  unless?: FieldLabels['unless'];
  flag?: string;
  turnsOff?: true;
  time?: true;
  bytes?: true;
  media?: true | 'text';
  valueLabels?: Record<string, ValueLabel>;
  ordered?: boolean;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/** The options of a kind in the order of its schema. */
export const fieldsOf = (kind: KindName): Field[] => fieldsIn(KINDS[kind].schema, kind);

/** The fields of a schema in their order. Throws on a type outside the closed set above, so that no face can drop one. @param owner whose they are, for that */
export function fieldsIn(of: z.ZodType, owner: string): Field[] {
  const object = z.toJSONSchema(of, { io: 'input' }) as JsonSchema;
  return Object.entries(object.properties ?? {}).map(([name, schema]) => {
    const { label, group, description, placeholder, unless, flag, turnsOff, time, bytes, media } = schema;
    if (!label || !group || !description) throw new Error(`${owner}.${name} has no label, group or description`);
    const common = {
      name,
      label,
      group,
      description,
      required: object.required?.includes(name) ?? false,
      ...(placeholder && { placeholder }),
      ...(unless && { unless }),
      ...(flag && { flag }),
      ...(turnsOff && { turnsOff }),
      ...(time && { time }),
      ...(bytes && { bytes }),
      ...(media && { media }),
    };
    return { ...common, ...typeOf(schema, `${owner}.${name}`) };
  });
}

/** The names of those that name media, which a job reads beside its inputs; those of texts last. */
export const mediaIn = (fields: readonly Field[]): string[] =>
  [...fields.filter(({ media }) => media === true), ...fields.filter(({ media }) => media === 'text')].map(
    ({ name }) => name,
  );

function typeOf(schema: JsonSchema, where: string) {
  if (schema.enum) {
    const { enum: values, valueLabels = {}, ordered = false } = schema;
    const unlabelled = values.find((value) => valueLabels[value] === undefined);
    if (unlabelled !== undefined) throw new Error(`${where}: the value ${unlabelled} has no label`);
    return { type: 'enum' as const, values, valueLabels, ordered };
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    // JSON Schema of an integer carries the safe range; a limit of ours is far below it.
    const max = schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER ? schema.maximum : null;
    return { type: schema.type, min: schema.minimum ?? schema.exclusiveMinimum ?? 0, max } as const;
  }
  const [whole, words] = schema.anyOf ?? [];
  if (whole?.type === 'integer' && words?.type === 'string' && whole.maximum)
    return { type: words.pattern?.includes('%') ? 'dimension' : 'track', max: whole.maximum } as const;
  if (schema.type === 'string' && schema.pattern) return { type: 'color' as const, pattern: schema.pattern };
  if (schema.type === 'string' && schema.maxLength !== undefined)
    return { type: 'text' as const, max: schema.maxLength };
  if (schema.type === 'boolean') return { type: 'boolean' as const };
  if (schema.type === 'array') return { type: 'list' as const };
  if (schema.type === 'object') return { type: 'object' as const };
  throw new Error(`${where}: no face knows how to show this type: ${JSON.stringify(schema)}`);
}

const BOOLEANS = new Map([
  ['true', true],
  ['false', false],
]);

const NUMERIC: readonly Field['type'][] = ['integer', 'number', 'dimension', 'track'];

/** Text from a form or a command line as the value its schema takes; text that is no number or no list stays text, for the schema to refuse. */
export function fromText(field: Field, text: string): unknown {
  if (field.type === 'list' || field.type === 'object') return jsonOr(text);
  if (field.type === 'boolean') return BOOLEANS.get(text) ?? text;
  return NUMERIC.includes(field.type) && /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e\d+)?$/i.test(text.trim())
    ? Number(text)
    : text;
}

function jsonOr(text: string): unknown {
  try {
    return boundedJson(text);
  } catch {
    return text;
  }
}
