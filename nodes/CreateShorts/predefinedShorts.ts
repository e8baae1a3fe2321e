import type { IExecuteFunctions } from 'n8n-workflow';
import { boundedJson } from '../../src/pipeline/base/boundedJson';
import { shownValue } from '../../src/pipeline/base/shownValue';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import { SHORTS } from '../names';

/** The parts that the node's parameters name for an item, still unchecked; null: they are to be found. @throws request_invalid */
export function predefinedOf(context: IExecuteFunctions, index: number): unknown {
  switch (context.getNodeParameter(SHORTS.defined, index, 'auto')) {
    case 'fields': {
      const { values = [] } = context.getNodeParameter(SHORTS.fields, index, {}) as { values?: unknown[] };
      return values;
    }
    case 'json':
      return jsonOf(context.getNodeParameter(SHORTS.json, index), SHORTS.json);
    default:
      return null;
  }
}

/** JSON text, or what an expression gives. @throws request_invalid */
export function jsonOf(given: unknown, name: string): unknown {
  if (typeof given !== 'string') return given;
  try {
    return boundedJson(given);
  } catch (error) {
    throw mediaError('request_invalid', { problems: `"${name}" must be JSON (given: ${shownValue(given)}).` }, error);
  }
}
