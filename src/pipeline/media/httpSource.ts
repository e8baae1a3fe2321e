import { basename } from 'node:path/posix';
import { mediaError } from '../errors';
import { redact } from '../redact';
import { throwIfCancelled } from './cancelled';
import { download } from './download';
import type { DownloadUse, Pause } from './download';
import type { GuardOptions } from './guard';
import { guardedAgent } from './guardedAgent';
import { DEFAULT_MAX_INPUT_BYTES } from './inputLimit';
import { receivedFile } from './receivedFile';
import { safeName } from './safeName';
import type { Source } from './source';

export interface HttpSourceOptions extends GuardOptions {
  /** Bytes. */
  maxBytes?: number;
  /** Milliseconds for making a connection (10 s). */
  connectTimeout?: number;
  /** Milliseconds that the server may stay silent (30 s). */
  idleTimeout?: number;
  pause?: Pause;
}

/** A file on the web, fetched through the guard. @throws invalid_input */
export function httpSource(url: string, options: HttpSourceOptions): Source {
  const shown = redact(url);
  if (!URL.canParse(url)) throw mediaError('invalid_input', { input: shown, why: 'it is not a complete web address' });
  const address = new URL(url);
  if (address.protocol !== 'http:' && address.protocol !== 'https:') {
    throw mediaError('invalid_input', { input: shown, why: `an address of the kind ${address.protocol} is not read` });
  }
  const { maxBytes = DEFAULT_MAX_INPUT_BYTES, connectTimeout = 10_000, idleTimeout = 30_000, pause } = options;
  return {
    shown,
    name: safeName(lastSegment(address), 'download'),
    async open(folder, { signal, progress }) {
      throwIfCancelled(signal);
      const agent = guardedAgent(options, { connect: connectTimeout, idle: idleTimeout });
      try {
        return await receivedFile(folder, (file) => download(agent, address, file, { folder, shown, maxBytes, signal, pause, onBytes: percentOf(progress) }));
      } finally {
        await agent.destroy();
      }
    },
  };
}

function lastSegment({ pathname }: URL): string {
  const segment = basename(pathname);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Tells of whole percents only. */
function percentOf(progress: (percent: number) => void): DownloadUse['onBytes'] {
  let told = -1;
  return (received, total) => {
    const percent = total === null ? told : Math.floor((received / total) * 100);
    if (percent > told) progress((told = percent));
  };
}
