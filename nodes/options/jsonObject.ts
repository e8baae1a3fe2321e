import { boundedJson } from '../../src/pipeline/base/boundedJson';
import { shownValue } from '../../src/pipeline/base/shownValue';
import { mediaError } from '../../src/pipeline/errors/mediaError';

/** JSON text, or the object that an expression gives. Empty text is an object without fields. @throws request_invalid */
export function jsonObject(given: unknown, name: string, example: string): Record<string, unknown> {
  const value = typeof given === 'string' ? parsed(given.trim() === '' ? '{}' : given) : given;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw mediaError('request_invalid', {
    problems: `"${name}" must be a JSON object such as ${example} (given: ${given === undefined ? 'nothing' : shownValue(given)}).`,
  });
}

function parsed(text: string): unknown {
  try {
    return boundedJson(text);
  } catch {
    return null;
  }
}
