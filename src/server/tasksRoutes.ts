import { Hono } from 'hono';
import { overHttp } from '../jobs/overHttp';
import type { Job } from '../pipeline/job/job';
import { placeJob } from './placeJob';
import { readJson } from './readBody';
import { originOf } from './serverUse';
import type { ServerContext, ServerEnv, ServerUse } from './serverUse';
import { jobBodyOf, TASK_KINDS } from './taskBody';

/** `/tasks`: what a file is made of, asked as at Ittybit. A task is the one of a job of its kind, and has that job's id. Other tasks are found in their jobs. */
export function tasksRoutes(use: ServerUse): Hono<ServerEnv> {
  const { jobs, home } = use.engine;
  const shown = (job: Job, c: ServerContext) =>
    taskOf(overHttp(job, { home, links: use.links, origin: originOf(c, use.publicUrl) }));
  const routes = new Hono<ServerEnv>();
  routes
    .post('/', async (c) => {
      const body = jobBodyOf(await readJson(c.env.incoming, use.limits));
      const { job, isNew } = await placeJob(body, c, use);
      return c.json(shown(job, c), isNew ? 201 : 200, { location: `/tasks/${job.id}` });
    })
    .get('/:id', async (c) => {
      const job = await jobs.get(c.req.param('id'), { overHttp: true });
      if (!TASK_KINDS.some((kind) => kind === job.kind)) throw jobs.notFound(job.id);
      return c.json(shown(job, c));
    });
  return routes;
}

/** A job that is one task, as that task: what happens to the job happens to it. */
function taskOf({ id, kind, input, options, status, error, tasks, ...job }: Omit<Job, 'attempts'>) {
  const [task] = tasks;
  return {
    id,
    object: 'task' as const,
    kind,
    input: { object: 'external_file' as const, url: input },
    options,
    output: task?.output ?? null,
    status: status === 'queued' ? ('waiting' as const) : status,
    progress: task?.progress ?? null,
    error,
    created_at: job.created_at,
    started_at: job.started_at,
    finished_at: job.finished_at,
    updated_at: job.updated_at,
  };
}
