export const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object's fields; none for anything else. */
export const fieldsOf = (value: unknown): Record<string, unknown> => (isFields(value) ? value : {});

export const textOr = <T>(value: unknown, otherwise: T): string | T =>
  typeof value === 'string' && value !== '' ? value : otherwise;

/** Ids stand in addresses and in the store: what no API would use as one is none. */
export const idOf = (value: unknown): string | null =>
  typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value) && !/^\.+$/.test(value) ? value : null;

/** A time as Unix milliseconds: older answers have seconds, or text (ISO 8601). */
export function milliseconds(value: unknown): number | null {
  if (typeof value === 'number' && Number.isFinite(value)) return value < 1e12 ? value * 1000 : value;
  const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

/** The address of a result, which APIs give as text, as `{url}`, or as a list of such. */
export function outputUrl(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return textOr(first, null) ?? textOr(fieldsOf(first).url, null);
}

/** An error as `{kind, message}`, which APIs also give as text or in one field more. */
export function errorOf(value: unknown): { kind: string; message: string } | null {
  const { kind, code, message, error } = fieldsOf(value);
  const words = textOr(value, null) ?? textOr(message, null);
  if (words !== null) return { kind: textOr(kind, null) ?? textOr(code, 'failed'), message: words };
  return error === undefined ? null : errorOf(error);
}
