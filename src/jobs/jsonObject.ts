import { isObject } from '../pipeline/base/isObject';

/** A text as a JSON object; null when it is none. */
export function jsonObject(text: string): Record<string, unknown> | null {
  const value = json(text);
  return isObject(value) ? value : null;
}

/** A text as a JSON array; empty when it is none. */
export function jsonArray(text: string): unknown[] {
  const value = json(text);
  return Array.isArray(value) ? value : [];
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
