import type { Dispatcher } from 'undici';
import { boundedJson } from '../pipeline/base/boundedJson';

/**
 * Bytes of an answer, at most: more than any job has. As much is to be held at once (`highWaterMark`): a body that waits to be read breaks undici 7 when the connection
 * ends then (nodejs/undici#5360).
 */
export const MAX_BYTES = 8_000_000;

/** The JSON of an answer; null when it is none, or larger than any job object. */
export async function readJson(body: Dispatcher.ResponseData['body']): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  try {
    return boundedJson(Buffer.concat(chunks).toString(), { values: MAX_BYTES, names: MAX_BYTES });
  } catch {
    return null;
  }
}
