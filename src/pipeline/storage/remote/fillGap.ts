import type { FileHandle } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { workFileError } from '../fileProblem';
import { Refusal, retrying, soFar } from '../../net/retrying';
import type { Pause } from '../../net/retrying';
import { writeAll } from '../saveStream';
import { watchPace } from '../../net/watchPace';
import type { Interval } from './intervals';
import type { AskForPart, Part } from './parts';

export interface FillUse {
  ask: AskForPart;
  /** An answer that is on its way already. */
  first?: Part | undefined;
  file: FileHandle;
  /** Folder that the file lies in, for the error of a full disk. */
  folder: string;
  shown: string;
  signal: AbortSignal;
  pause?: Pause | undefined;
  /** Milliseconds in which more than next to nothing has to come (30 s). */
  idleTimeout?: number | undefined;
  /** Told of each piece when it is in the file. */
  onBytes: (piece: Interval) => void;
}

/** Fetches a gap of a file, each byte to its own place. A connection that is cut is made again, and goes on where it was cut. @throws input_changed, download_failed, disk_full … */
export async function fillGap({ from, to }: Interval, use: FillUse): Promise<void> {
  const { ask, file, folder, shown, signal, pause, idleTimeout, onBytes } = use;
  let { first } = use;
  let at = from;
  await retrying(
    async () => {
      while (at < to) {
        const part = first ?? (await ask(at, to, signal));
        first = undefined;
        // An error that comes after the loop was left has nobody else to take it.
        part.body.on('error', () => {});
        addAbortSignal(signal, part.body);
        const pace = watchPace(part.body, idleTimeout);
        const end = Math.min(part.to, to);
        let place = part.from;
        try {
          for await (const piece of part.body as AsyncIterable<Uint8Array>) {
            pace.received(piece.length);
            const bytes = piece.subarray(Math.max(0, at - place), Math.max(0, end - place));
            place += piece.length;
            if (bytes.length > 0) {
              await writeAll(file, bytes, at).catch((error: unknown) => {
                throw workFileError(error, folder);
              });
              onBytes({ from: at, to: (at += bytes.length) });
            }
            // More than was asked for. Leaving the loop ends the connection.
            if (place > end) break;
          }
        } finally {
          pace.end();
        }
        if (at < part.to && at < to) throw new Refusal('the connection was cut', true);
      }
    },
    { shown, signal, pause, soFar: () => soFar(at - from, to - from) },
  );
}
