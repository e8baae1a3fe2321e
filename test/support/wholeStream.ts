import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** One rendition of a stream as one file, beside its media playlist: what its segments begin with, and all of them in order. */
export async function wholeStream(playlist: string): Promise<string> {
  const lines = (await readFile(playlist, 'utf8')).split('\n');
  const beginning = lines.flatMap((line) => /^#EXT-X-MAP:URI="(.+)"/.exec(line)?.[1] ?? []);
  const whole = `${playlist}.whole`;
  await writeFile(whole, '');
  for (const file of [...beginning, ...lines.filter((line) => /^[^#]/.test(line))])
    await appendFile(whole, await readFile(join(dirname(playlist), file)));
  return whole;
}
