import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { SwiftiaAccess } from '../../src/backends/swiftia/access';
import { jobProblem, renderProblem } from './swiftiaSchema';

/**
 * What it does with one request instead of what it would: answers otherwise; ends the connection without having done anything (`cut`) or when it has done what was
 * asked (`cut after`, of a file in its middle); or never answers (`silent`, `silent after`).
 */
export type Mishap =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | 'cut'
  | 'cut after'
  | 'silent'
  | 'silent after';

/** The last is no part of the API: where finished shorts lie. */
export type Route =
  'POST /jobs' | 'GET /jobs' | 'POST /render' | 'GET /render' | 'GET /organizations/brandings' | 'GET /results';

/** How old its answers are: `id` and `data.shorts` without titles; `jobId` and `data.shorts` with titles and numeric ids; shorts at the top level. */
export type Generation = 'newer' | 'older' | 'oldest';

export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown> | null;
}

export interface SwiftiaDouble {
  origin: string;
  access: SwiftiaAccess;
  asked: Asked[];
  generation: Generation;
  /** The clips that it finds where none are defined. */
  found: { title: string; start: number; end: number }[];
  /** What each look at a job or a render tells; the last one stays. */
  course: Record<string, unknown>[];
  renderCourse: Record<string, unknown>[];
  /** Told instead of its own course for the renders of one short, by its place. */
  renderCourseOf: Map<number, Record<string, unknown>[]>;
  /** What jobs cost, as it says when it makes one; null: it does not say. */
  cost: { cost: number; costBreakDown?: Record<string, number> } | null;
  /** Of the next requests, the first of its route each; null: none. */
  mishaps: Partial<Record<Route, (Mishap | null)[]>>;
  /** Requests nearer to each other than so many milliseconds are refused with 429; null: none are. */
  interval: number | null;
  /** Called with each request, before it is answered. */
  onAsked: (route: Route, asked: Asked) => void;
  /** Called when it has done what was asked, before the answer goes out. */
  onDone: (route: Route) => void;
  /** What it has taken money for: ids of jobs, and for each short so many renders. */
  jobs: Map<string, Record<string, unknown>>;
  renders: { id: string; job: string; target: string | number }[];
  results: Map<string, Buffer | string>;
  lines(): string[];
  close(): Promise<void>;
}

export const KEY = 'swiftia_key_0123456789abcdef';

/** The three refusals of the reference, one of which repeats a phone number. */
export const PHONE = '+4915112345678';
export const REFUSALS = {
  storage: {
    status: 403,
    body: {
      error: 'fullStorage',
      message: 'No room is left',
      storageInfo: { usedSize: 950, totalSize: 1000, availableSize: 50 },
    },
  },
  phone: {
    status: 403,
    body: {
      error: 'Phone verification required',
      message: `The number ${PHONE} is not known to be yours`,
      phoneNumber: PHONE,
    },
  },
  credit: { status: 403, body: { error: 'noEnoughCredit', message: 'The credit does not suffice' } },
} as const;

/** The Swiftia API as its reference and what else is known of it describe it, on 127.0.0.1. It is as strict as it may be with what it is sent. */
export async function swiftiaDouble(): Promise<SwiftiaDouble> {
  const double: Omit<SwiftiaDouble, 'origin' | 'access' | 'close' | 'lines'> = {
    asked: [],
    generation: 'newer',
    found: [
      { title: 'First', start: 10, end: 40 },
      { title: 'Second', start: 60, end: 100.5 },
    ],
    course: [
      { status: 'PROCESSING', progress: 40 },
      { status: 'COMPLETED', progress: 100 },
    ],
    renderCourse: [{ type: 'queued', queuePosition: 3 }, { type: 'progress', progress: 0.5 }, { type: 'done' }],
    renderCourseOf: new Map(),
    cost: { cost: 0.93, costBreakDown: { shortGen: 0.205, youtubeProcessing: 0.72 } },
    mishaps: {},
    interval: null,
    onAsked: () => undefined,
    onDone: () => undefined,
    jobs: new Map(),
    renders: [],
    results: new Map(),
  };
  const looks = new Map<string, number>();
  let lastAt = -Infinity;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const sent = await text(request).catch(() => '');
    const { pathname } = new URL(url, origin);
    if (pathname.startsWith('/results/')) {
      double.onAsked('GET /results', { method, path: url, headers, body: null });
      const mishap = double.mishaps['GET /results']?.shift();
      if (mishap === 'cut') {
        request.socket.destroy();
        return;
      }
      const result =
        double.results.get(decodeURIComponent(pathname.slice('/results/'.length))) ??
        (headers.authorization === undefined ? 'a clip' : undefined);
      if (result === undefined || headers.authorization !== undefined) response.writeHead(404).end();
      else if (mishap === 'cut after')
        response
          .writeHead(200, { 'content-length': Buffer.byteLength(result) })
          .write(result.slice(0, 3), () => request.socket.destroy());
      else
        response
          .writeHead(200, { 'content-type': 'video/mp4', 'content-length': Buffer.byteLength(result) })
          .end(result);
      return;
    }
    const asked: Asked = { method, path: url, headers, body: parsed(sent) };
    const [, place = '', id] = /^\/api(\/jobs|\/render|\/organizations\/brandings)(?:\/([^/]+))?$/.exec(url) ?? [];
    const route = `${method} ${place}` as Route;
    double.asked.push(asked);
    double.onAsked(route, asked);
    const send = (status: number, body: unknown, more: Record<string, string> = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...more })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    const refuse = (status: number, code: string, message: string) => send(status, { status, message, code });
    const now = performance.now();
    const tooSoon = double.interval !== null && now - lastAt < double.interval;
    lastAt = now;
    const mishap = double.mishaps[route]?.shift();
    if (mishap === 'cut') {
      request.socket.destroy();
      return;
    }
    if (mishap === 'silent') return;
    if (typeof mishap === 'object' && mishap !== null) {
      send(mishap.status, mishap.body ?? '', mishap.headers);
      return;
    }
    if (headers.authorization !== `Bearer ${KEY}`) {
      refuse(401, 'UNAUTHORIZED', `Bad key ${headers.authorization ?? ''}`);
      return;
    }
    if (tooSoon) {
      send(
        429,
        { status: 429, message: 'Slow down', code: 'RATE_LIMIT_EXCEEDED', retryAfter: 1 },
        { 'retry-after': '1' },
      );
      return;
    }
    if (method === 'POST' ? headers['content-type'] !== 'application/json' : sent !== '') {
      refuse(400, 'INVALID_INPUT', 'Content-Type must be application/json');
      return;
    }
    const done = (body: unknown) => {
      double.onDone(route);
      if (mishap === 'cut after') request.socket.destroy();
      else if (mishap !== 'silent after') send(200, body);
    };
    /** A course may say with which HTTP status it is told. */
    const sendStep = ({ http, ...body }: Record<string, unknown>) =>
      typeof http === 'number' ? send(http, body) : done(body);
    if (route === 'POST /jobs' && id === undefined) {
      const problem = jobProblem(asked.body);
      if (problem === null) done(create(asked.body ?? {}));
      else refuse(400, 'INVALID_INPUT', problem);
    } else if (route === 'POST /render' && id === undefined) {
      const problem = renderProblem(asked.body);
      const job = double.jobs.get(String(asked.body?.id));
      if (problem !== null) refuse(400, 'INVALID_INPUT', problem);
      else if (job === undefined || !shortsOf(job).some(({ id: short }) => short === asked.body?.target))
        refuse(404, 'NOT_FOUND', 'No such short');
      else if (asked.body?.brandPresetId === 'brand_3') refuse(400, 'INVALID_INPUT', 'Brand preset is not active');
      else if (!['brand_1', 'brand_2', undefined].includes(asked.body?.brandPresetId as string | undefined))
        refuse(404, 'NOT_FOUND', 'Brand preset not found');
      else {
        const render = {
          id: `render_${double.renders.length + 1}`,
          job: String(asked.body?.id),
          target: asked.body?.target as string | number,
        };
        double.renders.push(render);
        done({ renderId: render.id });
      }
    } else if (route === 'GET /jobs' && id !== undefined) {
      const job = double.jobs.get(id);
      if (job === undefined) refuse(404, 'NOT_FOUND', 'No such job');
      else done(shown(id, job));
    } else if (route === 'GET /render' && id !== undefined) {
      const place = double.renders.findIndex((render) => render.id === id);
      if (place < 0) refuse(404, 'NOT_FOUND', 'No such render');
      else
        sendStep(
          look(id, double.renderCourseOf.get(placeOf(place)) ?? double.renderCourse, {
            url: `${origin}/results/${id}.mp4`,
            size: 6,
          }),
        );
    } else if (route === 'GET /organizations/brandings') {
      done([
        { id: 'brand_1', name: 'House style' },
        { id: 'brand_2', name: 'Campaign' },
      ]);
    } else {
      refuse(404, 'NOT_FOUND', `No route ${method} ${url}`);
    }
  }

  /** A look at something finds it a step further. */
  function look(
    id: string,
    course: Record<string, unknown>[],
    atEnd: Record<string, unknown>,
  ): Record<string, unknown> {
    const made = looks.get(id) ?? 0;
    looks.set(id, made + 1);
    const step = course[Math.min(made, course.length - 1)] ?? {};
    return { ...(step.type === 'done' && atEnd), ...step };
  }

  function create(body: Record<string, unknown>): Record<string, unknown> {
    const id = `cm3xg93fi${String(double.jobs.size + 1).padStart(4, '0')}`;
    double.jobs.set(id, body);
    return { [double.generation === 'newer' ? 'id' : 'jobId']: id, ...double.cost };
  }

  const placeOf = (render: number): number => {
    const { job, target } = double.renders[render] ?? { job: '', target: '' };
    return shortsOf(double.jobs.get(job) ?? {}).findIndex(({ id }) => id === target);
  };

  function shortsOf(job: Record<string, unknown>): { id: string | number; [field: string]: unknown }[] {
    const given =
      (job.options as { predefinedShorts?: typeof double.found } | undefined)?.predefinedShorts ?? double.found;
    return given.map(
      ({ title, start, end }, n) =>
        ({
          newer: {
            id: `short_${n + 1}`,
            content: `About ${title}`,
            text: `Words of ${title}`,
            startTime: start,
            endTime: end,
          },
          older: {
            id: n + 1,
            content: `About ${title}`,
            text: `Words of ${title}`,
            startTime: start,
            endTime: end,
            title,
            reason: `Because of ${title}`,
            cropFileUrl: `${origin}/results/crop.mp4`,
          },
          oldest: { id: n, title, start, end },
        })[double.generation],
    );
  }

  function shown(id: string, job: Record<string, unknown>): Record<string, unknown> {
    const step = look(id, double.course, {});
    const shorts = step.status === 'COMPLETED' ? shortsOf(job) : undefined;
    const common = { id, title: job.name ?? null, source: job.youtubeVideoId ?? job.fileUrl, ...double.cost, ...step };
    if (shorts === undefined) return common;
    return double.generation === 'oldest' ? { ...common, shorts } : { ...common, data: { shorts } };
  }

  return Object.assign(double, {
    origin,
    access: { name: 'Swiftia', baseUrl: `${origin}/api`, apiKey: KEY, plan: 'swift' as const },
    lines: () => double.asked.map(({ method, path }) => `${method} ${path.replace('/api', '')}`),
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
