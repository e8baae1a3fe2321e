import { Hono } from 'hono';
import { matchedRoutes } from 'hono/route';
import { packageVersion } from '../version';
import { answerError } from './answerError';
import { filesRoutes } from './filesRoutes';
import { jobsRoutes } from './jobsRoutes';
import { openApi } from './openApi';
import { outputsRoutes } from './outputsRoutes';
import { tasksRoutes } from './tasksRoutes';
import { originOf } from './serverUse';
import type { ServerContext, ServerEnv, ServerUse } from './serverUse';
import { mediaError } from '../pipeline/errors/mediaError';

/** The job API. What is not named here as open needs a key. */
export function createApp(use: ServerUse): Hono<ServerEnv> {
  const { engine, keys, metrics, publicUrl } = use;
  const { folder } = engine.home;
  const version = packageVersion();
  const app = new Hono<ServerEnv>();
  app.onError((error, c) => answerError(error, c, folder));
  app.notFound((c) => answerError(nothingThere(app, c), c, folder));
  app.use(async (c, next) => {
    const began = performance.now();
    await next();
    // The last one that matched is the route itself, if there is one.
    const route =
      matchedRoutes(c).findLast(({ path, method }) => !path.endsWith('*') && method !== 'ALL')?.path ?? 'none';
    const status = c.env.outgoing.headersSent ? c.env.outgoing.statusCode : c.res.status;
    metrics.answered(c.req.method, route, status, performance.now() - began);
  });

  app.get('/health', async (c) => {
    await engine.counts('queued');
    return c.json({ status: 'ok', version, can_cancel: true, can_upload: true });
  });
  app.get('/openapi.json', (c) => c.json(openApi(version, originOf(c, publicUrl))));
  app.route('/outputs', outputsRoutes(use));

  for (const path of ['/jobs/*', '/tasks/*', '/files/*', '/metrics'] as const) {
    app.use(path, async (c, next) => {
      c.set('key', keys.holderOf(c.req.header('authorization')));
      await next();
    });
  }
  app.get('/metrics', async (c) => c.body(await metrics.text(), 200, { 'content-type': metrics.contentType }));
  app.route('/jobs', jobsRoutes(use));
  app.route('/tasks', tasksRoutes(use));
  app.route('/files', filesRoutes(use));
  return app;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

/** Says which methods a path takes, if it takes any. */
function nothingThere(app: Hono<ServerEnv>, c: ServerContext): Error {
  const { path, method } = c.req;
  const allowed = METHODS.filter((each) =>
    app.router.match(each, path)[0].some(([[, route]]) => route.method === each),
  );
  if (allowed.length === 0) return mediaError('route_not_found', { path });
  c.header('allow', allowed.join(', '));
  return mediaError('method_not_allowed', { path, method, allowed: allowed.join(', ') });
}
