import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ApiAccess } from '../../src/backends/apiAccess';
import { bodyProblem } from './ittybitSchema';

/** What it answers to one request instead of what it would; `cut` ends the connection without a word, `cut after` when it has done what was asked. */
export type Mishap = { status: number; headers?: Record<string, string>; body?: unknown } | 'cut' | 'cut after';

export interface Asked {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown> | null;
}

/** How it shows its jobs: those of today; with times in seconds; with the output in other shapes. */
export type Shape = 'today' | 'seconds' | 'object' | 'array' | 'array of objects';

export interface DoubleJob {
  [field: string]: unknown;
  id: string;
  status: string;
  output: unknown;
}

export interface IttybitDouble {
  origin: string;
  access: ApiAccess;
  asked: Asked[];
  jobs: Map<string, DoubleJob>;
  /** Answered first, one to a request below /jobs. */
  mishaps: Mishap[];
  shape: Shape;
  /** Whether it says so in GET /health, and takes DELETE: a server of this package. */
  cancels: boolean;
  /** What each look at a job makes of it; the last one stays. */
  course: Partial<DoubleJob>[];
  /** Served at /results/…; jobs that succeed have `result.mp4` as their output. */
  results: Map<string, Buffer | string>;
  /** Requests of it, as `METHOD /path`. */
  lines(): string[];
  close(): Promise<void>;
}

export const KEY = 'ittybit_key_0123456789abcdef';

/**
 * The hosted API as its reference describes it, on 127.0.0.1. It is as strict as it may be: method, path, key, content type and every field of a body have to
 * be right.
 */
export async function ittybitDouble(): Promise<IttybitDouble> {
  const keys = new Map<string, string>();
  const double: Omit<IttybitDouble, 'origin' | 'access' | 'close' | 'lines'> = {
    asked: [],
    jobs: new Map(),
    mishaps: [],
    shape: 'today',
    cancels: false,
    course: [{ status: 'processing' }, { status: 'succeeded' }],
    results: new Map([['result.mp4', 'the result']]),
  };
  const looks = new Map<string, number>();
  let origin = '';

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const { pathname, searchParams } = new URL(url, origin);
    const sent = await text(request);
    const asked: Asked = { method, path: url, headers, body: parsed(sent) };
    const send = (status: number, body: unknown, more: Record<string, string> = {}) => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...more })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const refuse = (status: number, kind: string, message: string) => send(status, { kind, message });
    if (pathname.startsWith('/results/')) {
      const result = double.results.get(decodeURIComponent(pathname.slice('/results/'.length)));
      if (headers.authorization !== undefined) refuse(400, 'request_invalid', 'A key was sent to where results lie');
      else if (result === undefined) refuse(404, 'not_found', 'No such result');
      else
        response
          .writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': Buffer.byteLength(result) })
          .end(result);
      return;
    }
    double.asked.push(asked);
    if (pathname === '/health' && method === 'GET' && double.cancels) {
      send(200, { status: 'ok', can_cancel: true });
      return;
    }
    const mishap = pathname.startsWith('/jobs') ? double.mishaps.shift() : undefined;
    if (mishap === 'cut') {
      request.socket.destroy();
      return;
    }
    if (typeof mishap === 'object') {
      send(mishap.status, mishap.body ?? '', mishap.headers);
      return;
    }
    if (headers.authorization === undefined) {
      refuse(401, 'token_missing', 'No Authorization header');
      return;
    }
    if (headers.authorization !== `Bearer ${KEY}`) {
      refuse(401, 'token_invalid', `Bad API key: ${headers.authorization}`);
      return;
    }
    if (method !== 'POST' && sent !== '') {
      refuse(400, 'request_invalid', 'A body where there is none');
      return;
    }
    const [, id] = /^\/jobs\/([^/]+)$/.exec(pathname) ?? [];
    if (pathname === '/jobs' && method === 'POST') {
      if (headers['content-type'] !== 'application/json') {
        refuse(400, 'request_invalid', 'Content-Type must be application/json');
        return;
      }
      const problem = bodyProblem(asked.body);
      if (problem !== null) {
        refuse(400, problem.kind, problem.message);
        return;
      }
      const key = headers['idempotency-key'] as string | undefined;
      const first = key === undefined ? undefined : keys.get(key);
      const job = first === undefined ? create(asked.body ?? {}) : double.jobs.get(first);
      if (key !== undefined && job !== undefined) keys.set(key, job.id);
      if (mishap === 'cut after') request.socket.destroy();
      else send(first === undefined ? 201 : 200, shown(job as DoubleJob));
    } else if (pathname === '/jobs' && method === 'GET') {
      list(searchParams, send, refuse);
    } else if (id !== undefined && (method === 'GET' || (method === 'DELETE' && double.cancels))) {
      const job = double.jobs.get(id);
      if (job === undefined) {
        refuse(404, 'job_not_found', `No job ${id}`);
        return;
      }
      if (method === 'DELETE')
        Object.assign(job, {
          status: 'cancelled',
          finished_at: Date.now(),
          error: { kind: 'cancelled', message: 'The job was cancelled.' },
        });
      else go(job);
      send(200, shown(job));
    } else {
      refuse(404, 'not_found', `No route ${method} ${pathname}`);
    }
  }

  function create(body: Record<string, unknown>): DoubleJob {
    const now = Date.now();
    const times = { created_at: now, started_at: null, finished_at: null, updated_at: now };
    const id = `job_${(double.jobs.size + 1).toString().padStart(6, '0')}`;
    const tasks = ['probe', 'import', String(body.kind), 'export'].map((kind, n) => ({
      id: `task_${n}`,
      object: 'task',
      kind,
      input: null,
      options: {},
      output: null,
      status: 'waiting',
      progress: null,
      error: null,
      ...times,
    }));
    const job = {
      id,
      object: 'job',
      kind: body.kind,
      input: body.input,
      output: null,
      options: body.options ?? {},
      metadata: body.metadata ?? {},
      status: 'queued',
      error: null,
      tasks,
      ...times,
    };
    double.jobs.set(id, job);
    return job;
  }

  /** A look at a job finds it a step further. */
  function go(job: DoubleJob): void {
    if (job.status === 'cancelled') return;
    const look = looks.get(job.id) ?? 0;
    looks.set(job.id, look + 1);
    const step = double.course[Math.min(look, double.course.length - 1)] ?? {};
    Object.assign(job, step, { started_at: Date.now(), updated_at: Date.now() });
    if (job.status === 'succeeded')
      Object.assign(job, { output: step.output ?? `${origin}/results/result.mp4`, finished_at: Date.now() });
  }

  function shown(job: DoubleJob): unknown {
    const { output } = job;
    const inSeconds = Object.fromEntries(
      Object.entries(job).map(([name, value]) => [
        name,
        name.endsWith('_at') && typeof value === 'number' ? Math.floor(value / 1000) : value,
      ]),
    );
    if (double.shape === 'seconds') return inSeconds;
    if (typeof output !== 'string' || double.shape === 'today') return job;
    return {
      ...job,
      output: { object: { url: output }, array: [output], 'array of objects': [{ url: output }] }[double.shape],
    };
  }

  function list(
    query: URLSearchParams,
    send: (status: number, body: unknown, more?: Record<string, string>) => void,
    refuse: (status: number, kind: string, message: string) => void,
  ): void {
    const known = ['kind', 'status', 'input', 'limit', 'after', 'before', 'order'];
    const limit = Number(query.get('limit') ?? 20);
    if (
      [...query.keys()].some((name) => !known.includes(name)) ||
      !Number.isInteger(limit) ||
      limit < 1 ||
      limit > 100
    ) {
      refuse(400, 'request_invalid', 'A filter is wrong');
      return;
    }
    const newest = [...double.jobs.values()].reverse();
    const from = query.has('after') ? newest.findIndex(({ id }) => id === query.get('after')) + 1 : 0;
    if (query.has('after') && from === 0) {
      refuse(400, 'request_invalid', 'after names no job');
      return;
    }
    const fits = newest
      .slice(from)
      .filter((job) => ['kind', 'status', 'input'].every((name) => !query.has(name) || query.get(name) === job[name]));
    send(200, fits.slice(0, limit).map(shown), { limit: String(limit), 'has-more': String(fits.length > limit) });
  }

  return Object.assign(double, {
    origin,
    access: { name: 'Ittybit', baseUrl: origin, apiKey: KEY },
    lines: () => double.asked.map(({ method, path }) => `${method} ${path}`),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function parsed(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
