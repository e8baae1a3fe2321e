import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { isEnded } from '../pipeline/job/job';
import type { Job } from '../pipeline/job/job';
import { originOf } from './serverUse';
import type { ServerContext, ServerUse } from './serverUse';

/** A line that means nothing is sent this often (ms), so that proxies keep the connection and a client that is gone is noticed. */
const KEEP_ALIVE_MS = 15_000;
/** What is told of a job, by the origin that its links name. Streams of many clients wait with the same text. */
const texts = new WeakMap<Job, Map<string, string>>();

/**
 * The changes of a job as server-sent events (html.spec.whatwg.org, "Server-sent events"): first the job as it is, then at each change; the last one is its end.
 * `event` is the type, such as job.progress; `data` the job object.
 */
export async function jobEvents(
  c: ServerContext,
  { engine: { jobs }, closing, publicUrl, limits }: ServerUse,
  job: Job,
  shown: (job: Job) => object,
): Promise<Response> {
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const { outgoing } = c.env;
  outgoing.writeHead(200, headers);
  const send = (text: string): void => {
    // A client that leaves so much unread is given up.
    if (outgoing.writableLength > limits.unreadBytes) outgoing.destroy();
    else if (!outgoing.writableEnded) outgoing.write(text);
  };
  const origin = originOf(c, publicUrl);
  const textOf = (now: Job): string => {
    const known = texts.get(now) ?? new Map<string, string>();
    const text = known.get(origin) ?? JSON.stringify(shown(now));
    texts.set(now, known.set(origin, text));
    return text;
  };
  const tell = (type: string, now: Job): void => {
    send(`event: ${type}\ndata: ${textOf(now)}\n\n`);
    if (isEnded(now)) outgoing.end();
  };
  const following = jobs.follow(job.id, tell);
  const timer = setInterval(() => send(':\n\n'), KEEP_ALIVE_MS);
  const end = () => outgoing.end();
  closing.addEventListener('abort', end, { once: true });
  outgoing.once('close', () => {
    clearInterval(timer);
    closing.removeEventListener('abort', end);
    following.then(
      (leave) => leave(),
      () => undefined,
    );
  });
  await following;
  return RESPONSE_ALREADY_SENT;
}
