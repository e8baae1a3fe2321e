import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { resultOf } from '../jobs/overHttp';
import type { LinkProblem } from '../jobs/resultLinks';
import { mediaError } from '../pipeline/errors';
import { FILE_TYPES, SEGMENT_MIME } from '../pipeline/kinds/formats';
import { byteRange } from './byteRange';
import type { ServerContext, ServerEnv, ServerUse } from './serverUse';

const MIMES = new Map<string, string>([...Object.values(FILE_TYPES).flatMap(({ extensions, mime }) => extensions.map((extension) => [`.${extension}`, mime] as const)), ['.ts', SEGMENT_MIME] as const]);
const PROBLEMS: Record<LinkProblem, string> = { forged: 'is not one of this server', expired: 'has expired' };

/** For players on other pages; the link itself is what lets them in. */
const OPEN = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Content-Length, Content-Range, ETag', 'cross-origin-resource-policy': 'cross-origin' };

/** `GET /outputs/{job}/{pass}/{file}`: the result of a job by a signed link, as a whole or a range of bytes. Needs no key. */
export function outputsRoutes({ engine, links, metrics, limits }: ServerUse): Hono<ServerEnv> {
  const routes = new Hono<ServerEnv>();
  routes.get('/:job/:pass/:file{.+}', async (c) => {
    const { job: id, pass, file } = c.req.param();
    const problem = links.problemOf(id, pass);
    if (problem !== null) throw mediaError('link_invalid', { why: PROBLEMS[problem], id: '{id}' });
    const handle = await openResult(engine, id, file);
    try {
      return await answer(c, handle, file);
    } finally {
      await handle.close();
    }
  });
  // Browsers ask first whether a page of another place may ask for a range.
  routes.options('/*', (c) => c.body(null, 204, { ...OPEN, 'access-control-allow-methods': 'GET, HEAD', 'access-control-allow-headers': 'Range, If-Range', 'access-control-max-age': '86400' }));
  return routes;

  async function answer(c: ServerContext, handle: FileHandle, file: string): Promise<Response> {
    const { size, mtimeMs } = await handle.stat();
    const etag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`;
    const headers: Record<string, string> = { ...OPEN, etag, 'accept-ranges': 'bytes', 'cache-control': 'private, max-age=3600', 'content-type': MIMES.get(extname(file).toLowerCase()) ?? 'application/octet-stream', 'x-content-type-options': 'nosniff' };
    if (c.req.header('if-none-match')?.split(/, */).includes(etag)) return c.body(null, 304, headers);
    const asked = c.req.header('if-range') ?? etag;
    const range = asked === etag ? byteRange(c.req.header('range'), size) : null;
    if (range === 'none') return c.body(null, 416, { ...headers, 'content-range': `bytes */${size}` });
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const length = end - start + 1;
    const whole = { ...headers, 'content-length': `${length}`, ...(range !== null && { 'content-range': `bytes ${start}-${end}/${size}` }) };
    const { outgoing } = c.env;
    outgoing.writeHead(range === null ? 200 : 206, whole);
    if (c.req.method === 'HEAD' || length === 0) outgoing.end();
    else {
      // A client that reads nothing for so long is given up.
      outgoing.setTimeout(limits.idleMs, () => outgoing.destroy());
      await pipeline(handle.createReadStream({ start, end, autoClose: false }), outgoing).then(() => metrics.fetched(length), () => outgoing.destroy());
    }
    return RESPONSE_ALREADY_SENT;
  }
}

/** @throws job_not_found, output_gone, input_not_found where the result has no such file */
async function openResult({ jobs, home }: ServerUse['engine'], id: string, file: string): Promise<FileHandle> {
  const { output } = jobs.get(id, { overHttp: true });
  const result = output === null ? null : resultOf(home, id, output);
  const steps = file.split('/');
  // Results hold plain names alone.
  if (result === null || steps.some((step) => step === '' || step.startsWith('.') || /[\\\0]/.test(step))) throw mediaError('route_not_found', { path: `/outputs/${id}/…/${file}` });
  const path = join(result.folder, ...steps);
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
    throw file === result.file ? mediaError('output_gone', { id }, error) : mediaError('route_not_found', { path: `/outputs/${id}/…/${file}` }, error);
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw mediaError('route_not_found', { path: `/outputs/${id}/…/${file}` });
}
