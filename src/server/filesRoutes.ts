import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { inputTooLarge } from '../pipeline/storage/inputLimit';
import { LONGEST_NAME } from '../pipeline/base/textLimits';
import { originOf } from './serverUse';
import type { ServerEnv, ServerUse } from './serverUse';
import { MediaJobError, mediaError } from '../pipeline/errors/mediaError';

/** `PUT /files/{name}`: the body is the file, the answer its address for a job's `input`. */
export function filesRoutes({ uploads, limits, publicUrl, metrics }: ServerUse): Hono<ServerEnv> {
  const routes = new Hono<ServerEnv>();
  routes.put('/:name', async (c) => {
    const { incoming } = c.env;
    const name = c.req.param('name');
    if (name.length > LONGEST_NAME)
      throw mediaError('request_invalid', {
        problems: `The name of a file must have at most ${LONGEST_NAME.toLocaleString('en-US')} characters.`,
      });
    const { uploadBytes: maxBytes, uploadMs } = limits;
    const length = Number(incoming.headers['content-length'] ?? 0);
    if (length > maxBytes) throw tooLarge(inputTooLarge(name, maxBytes, length));
    const late = AbortSignal.timeout(uploadMs);
    try {
      // Destroying the request itself would take the connection away before it is answered.
      const body = Readable.from(incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>);
      const {
        id,
        name: kept,
        bytes,
      } = await uploads.receive(c.get('key'), name, body, { maxBytes, length, signal: late });
      metrics.uploaded(bytes);
      return c.json({ url: `${originOf(c, publicUrl)}/files/${id}/${encodeURIComponent(kept)}`, bytes }, 201);
    } catch (error) {
      if (error instanceof MediaJobError) throw error.kind === 'input_too_large' ? tooLarge(error) : error;
      if (late.aborted)
        throw mediaError('request_timeout', { why: `the file was not there after ${uploadMs / 1000} s` }, error);
      // Whatever else ends a body ends its connection too.
      throw mediaError('request_malformed', { why: 'the connection was closed before its end' }, error);
    }
  });
  return routes;
}

const tooLarge = (error: MediaJobError) =>
  mediaError('request_too_large', { why: error.message, name: '{name}' }, error);
