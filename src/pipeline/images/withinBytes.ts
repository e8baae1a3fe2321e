import { stat } from 'node:fs/promises';

/** Quality number below which a smaller picture looks better. */
const LOWEST = 30;

/** Writes a picture with the best quality number that leaves it no more bytes than it may have; with the lowest one, where it has more even so. @param write at a quality number */
export async function writeWithin(
  most: number,
  best: number,
  output: string,
  write: (quality: number) => Promise<unknown>,
): Promise<void> {
  const fits = async (quality: number) => {
    await write(quality);
    return (await stat(output)).size <= most;
  };
  if (await fits(best)) return;
  let [low, high] = [Math.min(LOWEST, best), best];
  if (!(await fits(low))) return;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await fits(middle)) low = middle;
    else high = middle;
  }
  await write(low);
}
