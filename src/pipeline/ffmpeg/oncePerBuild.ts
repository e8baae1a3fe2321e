import { stat } from 'node:fs/promises';
import type { Binary } from './find';
import { mediaError } from '../errors/mediaError';

/** A question to a binary that is asked once for each build: the answer is kept for its path, size and time of change. @throws ffmpeg_missing */
export function oncePerBuild<B extends Pick<Binary, 'path'>, T>(
  ask: (binary: B) => Promise<T>,
): (binary: B) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return async (binary) => {
    const { mtimeMs, size } = await stat(binary.path).catch((error: unknown) => {
      throw mediaError('ffmpeg_missing', { why: `${binary.path} is gone` }, error);
    });
    const key = JSON.stringify([binary.path, mtimeMs, size]);
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const answer = ask(binary);
    known.set(key, answer);
    answer.catch(() => known.delete(key));
    return answer;
  };
}
