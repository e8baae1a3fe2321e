import { Hono } from 'hono';
import { overHttp } from '../jobs/overHttp';
import type { Job } from '../pipeline/job/job';
import { jobEvents } from './jobEvents';
import { listQuery, nextPage } from './listQuery';
import { placeJob } from './placeJob';
import { readJson } from './readBody';
import { originOf } from './serverUse';
import type { ServerContext, ServerEnv, ServerUse } from './serverUse';
import { shownValue } from '../pipeline/base/shownValue';
import { mediaError } from '../pipeline/errors/mediaError';

const OURS = { overHttp: true } as const;

/** `/jobs`. Jobs that this machine's other users have made, by n8n or the command line, are not found here. */
export function jobsRoutes(use: ServerUse): Hono<ServerEnv> {
  const {
    engine: { jobs, home },
    links,
    publicUrl,
    limits,
  } = use;
  const shown = <J extends Job>(job: J, c: ServerContext) =>
    overHttp(job, { home, links, origin: originOf(c, publicUrl) });

  const routes = new Hono<ServerEnv>();
  routes
    .post('/', async (c) => {
      const { job, isNew } = await placeJob(await readJson(c.env.incoming, limits), c, use);
      return c.json(shown(job, c), isNew ? 201 : 200, { location: `/jobs/${job.id}` });
    })
    .get('/', async (c) => {
      const query = listQuery(c.req.query());
      for (const name of ['after', 'before'] as const) if (query[name] !== undefined) await known(query[name], name);
      const { limit, kind, status, input, after, before, order } = query;
      const { jobs: page, hasMore } = await jobs.page({
        ...OURS,
        limit,
        bytes: limits.pageBytes,
        order,
        ...(kind && { kind }),
        ...(status && { status }),
        ...(input && { input }),
        ...(after && { after }),
        ...(before && { before }),
      });
      const last = page.at(-1);
      c.header('limit', `${limit}`);
      c.header('has-more', `${hasMore}`);
      if (hasMore && last !== undefined)
        c.header(
          'link',
          `<${nextPage(`${originOf(c, publicUrl)}/jobs${new URL(c.req.url).search}`, query, last.id)}>; rel="next"`,
        );
      return c.json(page.map((job) => shown(job, c)));
    })
    .get('/:id', async (c) => c.json(shown(await jobs.get(c.req.param('id'), OURS), c)))
    .delete('/:id', async (c) => {
      const { id } = await jobs.get(c.req.param('id'), OURS);
      return c.json(shown(await jobs.cancel(id), c));
    })
    .get('/:id/events', async (c) =>
      jobEvents(c, use, await jobs.get(c.req.param('id'), OURS), (job) => shown(job, c)),
    );
  return routes;

  async function known(id: string, name: string): Promise<void> {
    try {
      await jobs.get(id, OURS);
    } catch (error) {
      throw mediaError(
        'request_invalid',
        { problems: `"${name}" must be the id of a job (given: ${shownValue(id)}).` },
        error,
      );
    }
  }
}
