import { basename } from 'node:path/posix';
import type { Dispatcher } from 'undici';
import { mediaError } from '../errors';
import { shownAddress } from '../redact';
import { throwIfCancelled } from './cancelled';
import { download } from './download';
import type { DownloadUse } from './download';
import type { GuardOptions } from './guard';
import { guardedAgent } from './guardedAgent';
import type { HttpReply } from './httpGet';
import { DEFAULT_MAX_INPUT_BYTES, inputTooLarge } from './inputLimit';
import { receivedFile } from './receivedFile';
import { askFirst, httpParts } from './remote/httpParts';
import { remoteFile } from './remote/remoteFile';
import { retrying } from './retrying';
import type { Pause } from './retrying';
import { safeName } from './safeName';
import type { OpenUse, Source } from './source';

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
  const shown = shownAddress(url);
  if (!URL.canParse(url)) throw mediaError('invalid_input', { input: shown, why: 'it is not a complete web address' });
  const address = new URL(url);
  if (address.protocol !== 'http:' && address.protocol !== 'https:') {
    throw mediaError('invalid_input', { input: shown, why: `an address of the kind ${address.protocol} is not read` });
  }
  const { maxBytes = DEFAULT_MAX_INPUT_BYTES, connectTimeout = 10_000, idleTimeout = 30_000, pause } = options;
  const agentOf = () => guardedAgent(options, { connect: connectTimeout, idle: idleTimeout });
  const save = (agent: Dispatcher, folder: string, { signal, progress }: OpenUse, begun?: HttpReply) =>
    receivedFile(folder, (file) => download(agent, address, file, { folder, shown, maxBytes, signal, pause, onBytes: percentOf(progress), begun }));
  return {
    shown,
    name: safeName(lastSegment(address), 'download'),
    async open(folder, use) {
      throwIfCancelled(use.signal);
      const agent = agentOf();
      try {
        return await save(agent, folder, use);
      } finally {
        await agent.destroy();
      }
    },
    async openInParts(folder, use) {
      const { signal } = use;
      throwIfCancelled(signal);
      const agent = agentOf();
      try {
        const answer = await retrying(() => askFirst(agent, address, { shown, signal }), { shown, signal, pause });
        if (answer.is === 'part') {
          const { version, first, found } = answer;
          if (version.size > maxBytes) throw inputTooLarge(shown, maxBytes, version.size);
          const remote = { version, first, ask: httpParts(agent, address, { version, found, shown }), close: () => agent.destroy() };
          return await remoteFile(remote, { folder, shown, signal, pause, idleTimeout });
        }
        const path = await save(agent, folder, use, answer.is === 'whole' ? answer.reply : undefined);
        await agent.destroy();
        return path;
      } catch (error) {
        await agent.destroy();
        throw error;
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
