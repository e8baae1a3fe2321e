/** All binary fields of an item. */
const ALL = '*';

/**
 * The binary fields of an item that a text names: one, several with commas between them, or all, in their order. A field that is called so is meant itself.
 * @param names of those that the item has
 */
export function binaryFields<T>(given: T, names: readonly string[]): readonly (T | string)[] {
  if (typeof given !== 'string' || names.includes(given)) return [given];
  if (given.trim() === ALL && names.length > 0) return names;
  const several = given
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return several.length > 1 ? several : [given];
}
