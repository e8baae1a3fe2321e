import { KIND_NAMES } from '../../src/pipeline/kinds';
import type { KindName } from '../../src/pipeline/kinds';
import { fieldsOf, fromText } from '../../src/pipeline/kinds/walk';

/**
 * The options that a form's values ask for: what was left empty is not set, and numbers written as text become numbers.
 * A value that another kind's form left behind is passed over, since the user cannot see it; an unknown name is kept, to be refused by name.
 */
export function optionValues(kind: KindName, form: Record<string, unknown>): Record<string, unknown> {
  const fields = new Map(fieldsOf(kind).map((field) => [field.name, field]));
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(form)) {
    const field = fields.get(name);
    if (value === undefined || value === null || value === '' || (field === undefined && isOptionOfAnyKind(name)))
      continue;
    values[name] = field !== undefined && typeof value === 'string' ? fromText(field, value.trim()) : value;
  }
  return values;
}

const isOptionOfAnyKind = (name: string): boolean =>
  KIND_NAMES.some((kind) => fieldsOf(kind).some((field) => field.name === name));
