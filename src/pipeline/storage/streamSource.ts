import type { Readable } from 'node:stream';
import { throwIfCancelled } from '../errors/cancelled';
import { errorText } from '../base/errorFacts';
import { DEFAULT_MAX_INPUT_BYTES } from './inputLimit';
import { receivedFile } from './receivedFile';
import { safeName } from '../base/safeName';
import { saveStream } from './saveStream';
import type { Source } from './source';
import { MediaJobError, mediaError } from '../errors/mediaError';

/**
 * Bytes that somebody else reads for us, such as n8n's binary data. Can be opened once.
 * @param name file name, as given by whoever has the stream
 */
export function streamSource(
  stream: Readable,
  name: string,
  { maxBytes = DEFAULT_MAX_INPUT_BYTES }: { maxBytes?: number } = {},
): Source {
  // It may fail before it is opened; `open` then says so. Without a listener the process would end.
  stream.on('error', () => {});
  return {
    shown: name,
    name: safeName(name, 'upload'),
    async open(folder, { signal, progress }) {
      let received = 0;
      try {
        throwIfCancelled(signal);
        const onBytes = (position: number): void => {
          received = position;
        };
        const path = await receivedFile(folder, async (file) => {
          await saveStream(stream, file, { position: 0, maxBytes, signal, shown: name, folder, onBytes });
          if (received === 0) throw mediaError('input_empty', { input: name });
        });
        progress(100);
        return path;
      } catch (error) {
        throwIfCancelled(signal);
        if (error instanceof MediaJobError) throw error;
        throw mediaError(
          'download_failed',
          { input: name, why: `${errorText(error)} (after ${received.toLocaleString('en-US')} bytes)` },
          error,
        );
      } finally {
        stream.destroy();
      }
    },
  };
}
