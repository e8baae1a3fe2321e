import type { JobView } from '../jobs/jobView';
import { orderOf } from './orderOf';
import { originOf } from './serverUse';
import type { ServerContext, ServerUse } from './serverUse';
import { turn } from './turn';

/** Stores the job that a body asks for, as whoever has sent it may. @returns it, and whether it is new @throws as `orderOf`; disk_full, idempotency_conflict */
export async function placeJob(
  body: unknown,
  c: ServerContext,
  use: ServerUse,
): Promise<{ job: JobView; isNew: boolean }> {
  const asker = {
    key: c.get('key'),
    origin: originOf(c, use.publicUrl),
    idempotencyKey: c.req.header('idempotency-key'),
  };
  const order = await orderOf(body, asker, use);
  // A transcript of a megabyte takes a moment to store, too: others are answered before.
  await turn();
  return use.engine.jobs.place(order);
}
