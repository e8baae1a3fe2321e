import { randomBytes } from 'node:crypto';
import { placeOnWeb } from '../../../../src/pipeline/storage/place';
import { parseAllowList } from '../../../../src/pipeline/net/guard';
import { RemoteFile } from '../../../../src/pipeline/storage/remote/remoteFile';
import { httpSource } from '../../../../src/pipeline/storage/sources';
import type { Source } from '../../../../src/pipeline/storage/source';
import { rangeServer } from '../support/rangeServer';
import type { RangeServer, RangeServerUse } from '../support/rangeServer';
import { tempFolder } from '../support/tempFolder';
import { opening } from '../support/use';

export const MB = 2 ** 20;
export const BYTES = randomBytes(40 * MB);
/** What is asked for first. */
export const HEAD = 256 * 1024;

type Options = Partial<Parameters<typeof httpSource>[1]>;

/** A folder, servers and opened files for each test; all of them are gone after it. */
export function remoteFixture() {
  const folder = tempFolder();
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });
  /** Waits for nothing between attempts. */
  const sourceAt = (url: string, options: Options = {}): Source =>
    httpSource(placeOnWeb(url), { allow: parseAllowList('127.0.0.1'), pause: async () => undefined, ...options });
  return {
    folder,
    open,
    sourceAt,
    async remote(url: string, options: Options = {}, use = opening()): Promise<RemoteFile> {
      const opened = await sourceAt(url, options).openInParts?.(folder(), use);
      if (!(opened instanceof RemoteFile)) throw new Error(`It was downloaded: ${String(opened)}`);
      open.push(opened);
      return opened;
    },
    async started(use: RangeServerUse = {}): Promise<RangeServer> {
      const server = await rangeServer(BYTES, use);
      open.push(server);
      return server;
    },
    async expectPart(file: RemoteFile, at: number, length: number): Promise<void> {
      expect((await file.read(at, length)).equals(BYTES.subarray(at, at + length))).toBe(true);
    },
  };
}
