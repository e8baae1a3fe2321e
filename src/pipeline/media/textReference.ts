import type { AskedReference } from './reference';

/** Options that name a text, and those that hold it. */
const HOLDERS: Partial<Record<string, string>> = { subtitle_url: 'transcript' };

/** Whether what is read beside the inputs is a text, and no media. */
export const isText = ({ name, clip }: AskedReference): boolean => clip === undefined && name in HOLDERS;

/** Pure: options with texts in place of their addresses. @param texts in the order of those references that are texts */
export function withTexts<O extends object>(
  options: O,
  references: readonly AskedReference[],
  texts: readonly string[],
): O {
  const held = references.filter(isText).map(({ name }, index) => [HOLDERS[name] ?? name, texts[index]] as const);
  const named = new Set(references.filter(isText).map(({ name }) => name));
  const others = Object.entries(options).filter(([name]) => !named.has(name));
  return { ...(Object.fromEntries(others) as O), ...Object.fromEntries(held) };
}
