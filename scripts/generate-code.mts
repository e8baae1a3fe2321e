/** A JSON-like value as TypeScript in the style of this repository: two spaces, single quotes, short arrays and objects on one line. */
export function toCode(value: unknown, indent = ''): string {
  const oneLine = inline(value);
  if (oneLine.length + indent.length <= 150 && !oneLine.includes('description:')) return oneLine;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map((item) => `${inner}${isChoice(item) ? inline(item) : toCode(item, inner)},\n`).join('')}${indent}]`;
  if (isObject(value))
    return `{\n${Object.entries(value)
      .map(([key, item]) => `${inner}${name(key)}: ${toCode(item, inner)},\n`)
      .join('')}${indent}}`;
  return oneLine;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isChoice = (value: unknown): boolean => isObject(value) && 'value' in value;
const name = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? key : quote(key));
const quote = (text: string): string => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;

function inline(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${name(key)}: ${inline(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
