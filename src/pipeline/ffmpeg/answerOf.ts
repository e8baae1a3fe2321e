import { throwIfCancelled } from '../errors/cancelled';
import { runChild } from './child';
import type { Binary } from './find';

/** What ffprobe said until it ended. */
export interface Answer {
  stdout: string;
  stderr: string;
  /** 0: it could answer. null: it was ended, also because it took too long or said too much. */
  code: number | null;
}

const ANSWER_WITHIN_MS = 120_000;
/** Bytes on standard output, and characters beside it. */
const LONGEST = 20_000_000;

/** Asks ffprobe something that it can answer in words. @throws cancelled, sandbox_missing */
export async function answerOf(ffprobe: Binary, argv: readonly string[], signal?: AbortSignal): Promise<Answer> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ANSWER_WITHIN_MS);
  const chunks: Uint8Array[] = [];
  const lines: string[] = [];
  let length = 0;
  const take = <T>(list: T[], piece: T, more: number) => {
    length += more;
    if (length > LONGEST) limit.abort();
    else list.push(piece);
  };
  try {
    const { code } = await runChild(ffprobe.path, argv, {
      signal: AbortSignal.any([limit.signal, ...(signal ? [signal] : [])]),
      onBytes: (bytes) => take(chunks, bytes, bytes.length),
      onStderr: (line) => take(lines, line, line.length),
      ...(ffprobe.env && { env: ffprobe.env }),
    });
    if (signal) throwIfCancelled(signal);
    return {
      stdout: Buffer.concat(chunks).toString(),
      stderr: lines.join('\n'),
      code: limit.signal.aborted ? null : code,
    };
  } finally {
    clearTimeout(timer);
  }
}
