import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { KindName } from '../pipeline/kinds';
import { fieldsOf } from '../pipeline/kinds/walk';
import { errorText } from '../pipeline/base/errorFacts';
import { mediaError } from '../pipeline/errors/mediaError';

/** Largest file that holds an option, such as a transcript, in bytes. */
const MOST_BYTES = 16_000_000;

/**
 * Options that are too long for a command line: their flags name a file, whose text is the value. A list may also stand in the flag itself.
 * @throws input_not_found, request_invalid
 */
export async function withFileOptions(
  kind: KindName,
  given: Record<string, string>,
  cwd: string,
): Promise<Record<string, string>> {
  const values = { ...given };
  for (const { name, type } of fieldsOf(kind)) {
    const text = given[name];
    if (text === undefined || (type !== 'list' && !(type === 'text' && name === 'transcript')) || /^\s*\[/.test(text))
      continue;
    const path = resolve(cwd, text);
    const info = await stat(path).catch(() => null);
    if (info === null) throw mediaError('input_not_found', { input: text });
    if (!info.isFile() || info.size > MOST_BYTES)
      throw mediaError('request_invalid', {
        problems: `"${name}" must name a file of at most ${MOST_BYTES / 1e6} MB (given: ${JSON.stringify(text)}).`,
      });
    values[name] = await readFile(path, 'utf8').catch((error: unknown) => {
      throw mediaError('invalid_input', { input: text, why: errorText(error) }, error);
    });
  }
  return values;
}
