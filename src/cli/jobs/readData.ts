import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { errorCode } from '../../pipeline/base/errorFacts';
import { fileProblem } from '../../pipeline/storage/fileProblem';
import type { Io } from '../io';
import { mediaError } from '../../pipeline/errors/mediaError';

/** Far more than a job has to say (bytes). */
const MOST = 1_000_000;

const refuse = (problems: string, cause?: unknown) => mediaError('request_invalid', { problems }, cause);

/** Reads a job as JSON from a file, or from standard input where that is `-`. @throws request_invalid, input_not_found */
export async function readData(
  file: string,
  { stdin, cwd }: Io,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const from = file === '-' ? 'Standard input' : file;
  const text =
    file === '-'
      ? await readAll(stdin, signal)
      : await readFile(resolve(cwd, file), { encoding: 'utf8', signal }).catch((error: unknown) => {
          if (errorCode(error) === 'ENOENT') throw mediaError('input_not_found', { input: file }, error);
          throw refuse(`${file} cannot be read: ${fileProblem(error)}.`, error);
        });
  if (text === null || text.length > MOST)
    throw refuse(`${from} holds more than a job: ${MOST.toLocaleString('en-US')} bytes are read at most.`);
  if (text.trim() === '')
    throw refuse(
      `No job was given, and ${from.toLowerCase()} is empty: name one by --kind and -i, or give it as JSON by --data.`,
    );
  return jobIn(text, from);
}

/** A job as JSON. @param from what it stands in, as a sentence begins @throws request_invalid */
export function jobIn(text: string, from: string): Record<string, unknown> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw refuse(`${from} is not JSON (${error instanceof Error ? error.message : String(error)}).`, error);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw refuse(`${from} holds JSON that is no object; a job looks like {"kind": "video", "input": "clip.mov"}.`);
  return data as Record<string, unknown>;
}

/** @returns null when there is too much of it */
async function readAll(stream: Readable, signal: AbortSignal): Promise<string | null> {
  const stop = () => stream.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer | string>) {
      const more = Buffer.from(chunk);
      bytes += more.length;
      if (bytes > MOST) return null;
      chunks.push(more);
    }
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
