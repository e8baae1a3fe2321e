import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runChild } from '../ffmpeg/child';
import { throwIfCancelled } from '../errors/cancelled';
import type { DecodeHeif } from './operation';

/** Most pixels of a HEIC or HEIF picture: decoded they take some 1 GB, and libheif has no more than 2. */
export const MAX_HEIF_PIXELS = 110_000_000;
/** It is read into memory as a whole. */
const MAX_BYTES = 256 * 1024 * 1024;
const WITHIN_MS = 120_000;

/**
 * Decodes a HEIC or HEIF picture to a TIFF file in a process of its own: what is wrong with a file ends that, and no other. libheif runs in WebAssembly,
 * which sees no file and has 2 GB at the most.
 * @throws Error that says why it could not be; cancelled
 */
export async function decodeHeif({ input, output }: DecodeHeif, within: string, signal: AbortSignal): Promise<void> {
  const path = resolve(within, input);
  if ((await stat(path)).size > MAX_BYTES) throw new Error('the file is too large');
  const lines: string[] = [];
  const late = AbortSignal.timeout(WITHIN_MS);
  const argv = [join(__dirname, 'heifDecoder.js'), path, resolve(within, output), `${MAX_HEIF_PIXELS}`];
  const { code } = await runChild(process.execPath, argv, {
    signal: AbortSignal.any([signal, late]),
    onStderr: (line) => lines.length < 20 && lines.push(line),
    cwd: within,
    plain: true,
  });
  throwIfCancelled(signal);
  if (late.aborted) throw new Error('it takes too long');
  if (code !== 0) throw new Error(lines.at(-1) ?? 'the decoder gave up');
}
