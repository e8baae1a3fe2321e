import { mediaError } from '../../src/pipeline/errors';

/** JSON text, or the object that an expression gives. Empty text is an object without fields. @throws request_invalid */
export function jsonObject(given: unknown, name: string, example: string): Record<string, unknown> {
  const value = typeof given === 'string' ? parsed(given.trim() === '' ? '{}' : given) : given;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw mediaError('request_invalid', {
    problems: `"${name}" must be a JSON object such as ${example} (given: ${given === undefined ? 'nothing' : JSON.stringify(given).slice(0, 80)}).`,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
