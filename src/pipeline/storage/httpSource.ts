import { basename } from 'node:path/posix';
import { throwIfCancelled } from '../errors/cancelled';
import { download } from './download';
import type { DownloadUse } from './download';
import type { GuardOptions } from '../net/guard';
import { guardedClient } from '../net/guardedClient';
import type { GuardedClient } from '../net/guardedClient';
import type { HttpReply } from '../net/httpGet';
import type { InputHeaders } from '../net/inputHeaders';
import { DEFAULT_MAX_INPUT_BYTES, inputTooLarge } from './inputLimit';
import { shownPlace } from './place';
import type { HttpPlace } from './place';
import { receivedFile } from './receivedFile';
import { askFirst, httpParts } from './remote/httpParts';
import { httpWhole } from './remote/httpWhole';
import { remoteFile } from './remote/remoteFile';
import { retrying } from '../net/retrying';
import type { Pause } from '../net/retrying';
import { safeName } from '../base/safeName';
import type { OpenUse, Source } from './source';
import { IDLE_TIMEOUT } from '../net/watchPace';

export interface HttpSourceOptions extends GuardOptions {
  /** Bytes. */
  maxBytes?: number;
  /** Milliseconds for making a connection (10 s). */
  connectTimeout?: number;
  /** Milliseconds that the server may stay silent, or next to it (30 s). */
  idleTimeout?: number;
  pause?: Pause;
  /** What lets us in: sent to the server of the address alone. */
  headers?: InputHeaders | undefined;
}

/** A file on the web, fetched through the guard. */
export function httpSource(place: HttpPlace, options: HttpSourceOptions): Source {
  const [shown, address] = [shownPlace(place), new URL(place.href)];
  const {
    maxBytes = DEFAULT_MAX_INPUT_BYTES,
    connectTimeout = 10_000,
    idleTimeout = IDLE_TIMEOUT,
    pause,
    headers: login,
  } = options;
  const clientOf = () => guardedClient(options, { connect: connectTimeout, idle: idleTimeout });
  const save = (client: GuardedClient, folder: string, { signal, progress }: OpenUse, begun?: HttpReply) =>
    receivedFile(folder, (file) =>
      download(client, address, file, {
        folder,
        shown,
        maxBytes,
        signal,
        pause,
        idleTimeout,
        onBytes: percentOf(progress),
        login,
        begun,
      }),
    );
  return {
    shown,
    name: safeName(lastSegment(address), 'download'),
    async open(folder, use) {
      throwIfCancelled(use.signal);
      const client = clientOf();
      try {
        return await save(client, folder, use);
      } finally {
        client.destroy();
      }
    },
    async openInParts(folder, use) {
      const { signal } = use;
      throwIfCancelled(signal);
      const client = clientOf();
      try {
        const answer = await retrying(() => askFirst(client, address, { shown, login, signal }), {
          shown,
          signal,
          pause,
        });
        if (answer.is === 'part') {
          const { version, first, found } = answer;
          if (version.size > maxBytes) throw inputTooLarge(shown, maxBytes, version.size);
          const remote = {
            version,
            first,
            ask: httpParts(client, address, { version, found, login, shown }),
            close: async () => client.destroy(),
          };
          return await remoteFile(remote, { folder, shown, signal, pause, idleTimeout });
        }
        const reply = answer.is === 'whole' ? answer.reply : undefined;
        const whole = reply && httpWhole(client, address, reply, { login, shown });
        if (whole && whole.version.size > maxBytes) throw inputTooLarge(shown, maxBytes, whole.version.size);
        if (whole)
          return await (await remoteFile(whole, { folder, shown, signal, pause, idleTimeout })).whole(use.progress);
        const path = await save(client, folder, use, reply);
        client.destroy();
        return path;
      } catch (error) {
        client.destroy();
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
