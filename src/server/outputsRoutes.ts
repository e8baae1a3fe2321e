import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { mimeOf } from '../jobs/resultFiles';
import { byteRange } from './byteRange';
import { noSuchFile, resultAt } from './resultAt';
import type { ResultLink } from './resultAt';
import type { ServerContext, ServerEnv, ServerUse } from './serverUse';
import { mediaError } from '../pipeline/errors/mediaError';

/** For players on other pages; the link itself is what lets them in. */
const OPEN = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Content-Length, Content-Range, ETag',
  'cross-origin-resource-policy': 'cross-origin',
};

/** `GET /outputs/{job}/{pass}/{file}`: the result of a job by a signed link, as a whole or a range of bytes. Needs no key. */
export function outputsRoutes(use: ServerUse): Hono<ServerEnv> {
  const { metrics, limits } = use;
  const routes = new Hono<ServerEnv>();
  routes.get('/:job/:pass/:file{.+}', async (c) => {
    const link = c.req.param();
    const handle = await openResult(link, use);
    try {
      return await answer(c, handle, link.file);
    } finally {
      await handle.close();
    }
  });
  // Browsers ask first whether a page of another place may ask for a range.
  routes.options('/*', (c) =>
    c.body(null, 204, {
      ...OPEN,
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'Range, If-Range',
      'access-control-max-age': '86400',
    }),
  );
  return routes;

  async function answer(c: ServerContext, handle: FileHandle, file: string): Promise<Response> {
    const { size, mtimeMs } = await handle.stat();
    const etag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`;
    const headers: Record<string, string> = {
      ...OPEN,
      etag,
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=3600',
      'content-type': mimeOf(file),
      'x-content-type-options': 'nosniff',
    };
    if (c.req.header('if-none-match')?.split(/, */).includes(etag)) return c.body(null, 304, headers);
    const asked = c.req.header('if-range') ?? etag;
    const range = asked === etag ? byteRange(c.req.header('range'), size) : null;
    if (range === 'none') return c.body(null, 416, { ...headers, 'content-range': `bytes */${size}` });
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const length = end - start + 1;
    const whole = {
      ...headers,
      'content-length': `${length}`,
      ...(range !== null && { 'content-range': `bytes ${start}-${end}/${size}` }),
    };
    const { outgoing } = c.env;
    outgoing.writeHead(range === null ? 200 : 206, whole);
    if (c.req.method === 'HEAD' || length === 0) outgoing.end();
    else {
      // A client that reads nothing for so long is given up.
      outgoing.setTimeout(limits.idleMs, () => outgoing.destroy());
      await pipeline(handle.createReadStream({ start, end, autoClose: false }), outgoing).then(
        () => metrics.fetched(length),
        () => outgoing.destroy(),
      );
    }
    return RESPONSE_ALREADY_SENT;
  }
}

/** @throws what the link is refused with; output_gone, route_not_found */
async function openResult(link: ResultLink, use: ServerUse): Promise<FileHandle> {
  const { path, isMain } = await resultAt(link, use);
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
    throw isMain ? mediaError('output_gone', { id: link.job }, error) : noSuchFile(link.job, link.file, error);
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw noSuchFile(link.job, link.file);
}
