import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** Sizes from here on are what programs write that do not know the size yet (0xffffffff, 0x7ffff000); so is 0. */
const UNKNOWN = 0x7fff_f000;
/** Chunks before a WAV's samples are few and short: they are looked for no further. */
const MOST_CHUNKS = 100;

/**
 * Of a WAV's samples, or of an AVI, the share that is there: below 1 when the file stops before its own header says. 1 also when the header does not say.
 * ffprobe counts what is there, and is silent about the rest.
 */
export async function shareOfRiff(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const riff = await readChunk(file, 0);
    if (riff?.name !== 'RIFF') return 1;
    const promise = riff.form === 'WAVE' ? await findSamples(file, size) : { at: 8, bytes: riff.bytes };
    if (promise === null || promise.bytes === 0 || promise.bytes >= UNKNOWN) return 1;
    return Math.min(1, Math.max(0, size - promise.at) / promise.bytes) || 1;
  } finally {
    await file.close();
  }
}

/** Where a WAV's samples begin, and how many bytes of them its header promises. */
async function findSamples(file: FileHandle, size: number): Promise<{ at: number; bytes: number } | null> {
  for (let [at, n] = [12, 0]; n < MOST_CHUNKS && at < size; n++) {
    const chunk = await readChunk(file, at);
    if (chunk?.name === 'data') return { at: at + 8, bytes: chunk.bytes };
    // A chunk's bytes are made even in number.
    at += 8 + (chunk?.bytes ?? size) + ((chunk?.bytes ?? 0) % 2);
  }
  return null;
}

/** A name of four letters, a size, and of the outermost chunk the form of what it holds. */
async function readChunk(file: FileHandle, at: number): Promise<{ name: string; bytes: number; form: string } | null> {
  const head = Buffer.alloc(12);
  const { bytesRead } = await file.read(head, 0, 12, at);
  return bytesRead < 8 ? null : { name: head.toString('latin1', 0, 4), bytes: head.readUInt32LE(4), form: head.toString('latin1', 8, 12) };
}
