import type { Destination, OpenDestination, ProducedFile } from '../../src/pipeline/storage/destination';

/** A destination that waits for files of these names. */
export const openFor = (destination: Destination, names: readonly string[]): Promise<OpenDestination> =>
  destination.open(names.map((file) => ({ file, format: 'mp4' })));

/** Opens a destination for files, puts them there, and closes it. @returns the address of the first one */
export async function put(
  destination: Destination,
  files: readonly ProducedFile[],
  signal: AbortSignal,
): Promise<string> {
  const opened = await destination.open(files);
  return opened.publish(files, signal).finally(() => opened.close());
}
