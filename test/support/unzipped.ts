import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';

/** The files of a ZIP with their bytes, in the order in which they stand in it. @throws Error when it is no whole archive */
export async function unzipped(path: string): Promise<Map<string, Buffer>> {
  const zip = await openPromise(path);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry())
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  return files;
}
