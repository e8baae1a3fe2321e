import type { INodeProperties } from 'n8n-workflow';
import type { KindName } from '../dist/src/pipeline/kinds/index.js';
import { JOB_KINDS } from '../dist/src/pipeline/kinds/index.js';
import { NO_PRESET, PRESET_NAMES, PRESETS } from '../dist/src/pipeline/kinds/presets.js';
import type { Field } from '../dist/src/pipeline/kinds/walk.js';
import { fieldsOf } from '../dist/src/pipeline/kinds/walk.js';
import { labelledValues } from './generate-labels.mts';

/** What a number shows when a user adds it: a value that is right as it stands. Others show their placeholder. */
const NUMBERS: Record<string, number> = { start: 0, end: 5 };

/**
 * The form of each kind: what must be set stands by itself, what may be left out in one collection, so that "not set" stays "not set".
 * With a preset nothing must be set.
 */
export function optionProperties(): { required: INodeProperties[]; collections: INodeProperties[] } {
  const required = JOB_KINDS.flatMap((kind) => fieldsOf(kind).filter((field) => field.required).map((field) => ({ ...property(kind, field), required: true, displayOptions: { show: { preset: [NO_PRESET], kind: [kind] } } })));
  const collections = JOB_KINDS.flatMap((kind) => {
    const presets = PRESET_NAMES.filter((name) => PRESETS[name].kind === kind);
    const byKind = collection(kind, fieldsOf(kind).filter((field) => !field.required), { preset: [NO_PRESET], kind: [kind] });
    return presets.length === 0 ? [byKind] : [byKind, collection(kind, fieldsOf(kind), { preset: presets })];
  });
  return { required, collections };
}

/** The options of shorts that are made on this machine; which parts they are of stands in the form by itself. */
export const shortsOptions = (): INodeProperties => ({ ...collection('shorts', fieldsOf('shorts').filter(({ type }) => type !== 'list'), { backend: ['local'] }), name: 'shortsOptions' });

const collection = (kind: KindName, fields: Field[], show: Record<string, string[]>): INodeProperties => ({
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  displayOptions: { show },
  options: fields.map((field) => property(kind, field)).sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
});

function property(kind: KindName, field: Field): INodeProperties {
  const { label: displayName, name, description: text, placeholder } = field;
  // n8n's descriptions carry no full stop when they are one sentence.
  const description = /\. /.test(text) ? text : text.replace(/\.$/, '');
  const hint = placeholder === undefined ? {} : { placeholder: `e.g. ${placeholder}` };
  switch (field.type) {
    case 'enum': {
      const options = labelledValues(kind, name, field.values);
      const usual = ['medium', 'contain', 'track', 'center'].find((value) => field.values.includes(value)) ?? field.values[0];
      return { displayName, name, type: 'options', options, default: usual ?? '', description };
    }
    case 'integer':
    case 'number': {
      const typeOptions = { minValue: field.min, ...(field.max !== null && { maxValue: field.max }), numberPrecision: field.type === 'integer' ? 0 : 3 };
      const value = NUMBERS[name] ?? Number(placeholder);
      if (!Number.isFinite(value)) throw new Error(`${kind}.${name}: the form needs a number to begin with: give it a placeholder`);
      return { displayName, name, type: 'number', typeOptions, default: value, ...hint, description };
    }
    case 'dimension':
      return { displayName, name, type: 'string', default: '', placeholder: `e.g. ${placeholder ?? '1280'}`, description };
    case 'color':
      return { displayName, name, type: 'color', default: '', ...hint, description };
    case 'text':
      return { displayName, name, type: 'string', default: '', ...hint, description };
    case 'list':
      return { displayName, name, type: 'json', default: '[]', description };
  }
}
