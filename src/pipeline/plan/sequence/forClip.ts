import { toMediaError } from '../../errors/mediaError';
import { ofInput } from '../../errors/ofInput';

/** Does some work for one clip of several. @throws what the work throws, naming the clip */
export function forClip<T>(index: number, count: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw count === 1 ? error : ofInput(toMediaError(error), index, count);
  }
}
