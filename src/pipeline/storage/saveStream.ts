import { addAbortSignal } from 'node:stream';
import type { Readable } from 'node:stream';
import type { FileHandle } from 'node:fs/promises';
import { workFileError } from './fileProblem';
import { inputTooLarge } from './inputLimit';
import { watchPace } from '../net/watchPace';

export interface SaveUse {
  /** Byte of the file at which to begin. */
  position: number;
  /** The most that the file may have. */
  maxBytes: number;
  signal: AbortSignal;
  /** What an error calls the input. */
  shown: string;
  /** Folder that the file lies in, for the error of a full disk. */
  folder: string;
  /** Asked before so many bytes are written; what it throws ends it. */
  take?: (bytes: number) => Promise<void>;
  /** Called with the size of the file after each piece. */
  onBytes?: (position: number) => void;
  /** Milliseconds in which more than next to nothing has to come, where a server sends it. */
  idleTimeout?: number;
}

/**
 * Writes a stream to a file piece by piece, at the pace of the disk. The stream is used up or destroyed afterwards.
 * @throws input_too_large, disk_full; Refusal; what `take` throws, and what the stream itself fails with, as it is
 */
export async function saveStream(body: Readable, file: FileHandle, use: SaveUse): Promise<void> {
  let { position } = use;
  // An error that comes after the loop was left has nobody else to take it.
  body.on('error', () => {});
  addAbortSignal(use.signal, body);
  const pace = use.idleTimeout === undefined ? null : watchPace(body, use.idleTimeout);
  try {
    for await (const piece of body as AsyncIterable<Uint8Array | string>) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      pace?.received(bytes.length);
      if (position + bytes.length > use.maxBytes) throw inputTooLarge(use.shown, use.maxBytes);
      await use.take?.(bytes.length);
      await writeAll(file, bytes, position).catch((error: unknown) => {
        throw workFileError(error, use.folder);
      });
      position += bytes.length;
      use.onBytes?.(position);
    }
  } finally {
    pace?.end();
  }
}

/** One write may take less than it is given. */
export async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
