import type { Readable, Writable } from 'node:stream';

/** What the command line is connected to; passed in, so that a test can stand for a terminal. */
export interface Io {
  stdin: Readable & { isTTY?: boolean };
  stdout: Out;
  stderr: Out;
  env: NodeJS.ProcessEnv;
  cwd: string;
}
export type Out = Writable & { isTTY?: boolean; columns?: number };

/** What cannot be told any more is dropped: a reader that went away (`media-jobs … | head -1`) is no reason to stop a job or to crash. */
export function ignoreClosedPipe(stream: Out): void {
  stream.on('error', () => undefined);
}

/** Resolves when all that was written is out, or can go nowhere any more. */
export function flush(stream: Out): Promise<void> {
  if (stream.destroyed || stream.writableEnded || stream.errored) return Promise.resolve();
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

/** Names come from outside: a control character in one must not reach the terminal. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�');

export const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
