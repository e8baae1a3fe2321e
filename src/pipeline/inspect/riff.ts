import type { Bytes } from '../storage/bytes';

/** Sizes from here on are what programs write that do not know the size yet (0xffffffff, 0x7ffff000); so is 0. */
const UNKNOWN = 0x7fff_f000;
/** Chunks before a WAV's samples are few and short: they are looked for no further. */
const MOST_CHUNKS = 100;

/**
 * Of a WAV's samples, or of an AVI, the share that is there: below 1 when the file stops before its own header says. 1 also when the header does not say.
 * ffprobe counts what is there, and is silent about the rest.
 */
export async function shareOfRiff(bytes: Bytes): Promise<number> {
  const riff = await readChunk(bytes, 0);
  if (riff?.name !== 'RIFF') return 1;
  const promise = riff.form === 'WAVE' ? await findSamples(bytes) : { at: 8, bytes: riff.bytes };
  if (promise === null || promise.bytes === 0 || promise.bytes >= UNKNOWN) return 1;
  if (riff.form === 'WAVE' && isMadeUp(promise, riff.bytes)) return 1;
  return Math.min(1, Math.max(0, bytes.size - promise.at) / promise.bytes) || 1;
}

/** No recording has a round number of bytes but by chance: programs write one where they do not know. */
const ROUND = 100_000_000;

/** Whether a size was not counted: it is a round number, or more than the file itself is to have. */
const isMadeUp = ({ at, bytes }: { at: number; bytes: number }, riffBytes: number): boolean =>
  bytes % ROUND === 0 || (riffBytes !== 0 && riffBytes < UNKNOWN && at + bytes > riffBytes + 9);

/** Where a WAV's samples begin, and how many bytes of them its header promises. */
async function findSamples(bytes: Bytes): Promise<{ at: number; bytes: number } | null> {
  for (let [at, n] = [12, 0]; n < MOST_CHUNKS && at < bytes.size; n++) {
    const chunk = await readChunk(bytes, at);
    if (chunk?.name === 'data') return { at: at + 8, bytes: chunk.bytes };
    // A chunk's bytes are made even in number.
    at += 8 + (chunk?.bytes ?? bytes.size) + ((chunk?.bytes ?? 0) % 2);
  }
  return null;
}

/** A name of four letters, a size, and of the outermost chunk the form of what it holds. */
async function readChunk(bytes: Bytes, at: number): Promise<{ name: string; bytes: number; form: string } | null> {
  const head = await bytes.read(at, 12);
  return head.length < 8
    ? null
    : { name: head.toString('latin1', 0, 4), bytes: head.readUInt32LE(4), form: head.toString('latin1', 8, 12) };
}
