import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Engine } from '../jobs/engine';
import type { ResultLinks } from '../jobs/resultLinks';
import type { ApiKeys } from './apiKeys';
import type { Limits } from './limits';
import type { Metrics } from './metrics';
import type { Uploads } from './uploads';

/** What the routes are made of. */
export interface ServerUse {
  engine: Engine;
  keys: ApiKeys;
  links: ResultLinks;
  uploads: Uploads;
  metrics: Metrics;
  /** Where clients find the server, where that is not the address that they name in their requests: behind a proxy. */
  publicUrl: string | null;
  limits: Limits;
  /** Ends when the server does. */
  closing: AbortSignal;
}

export interface ServerEnv {
  Bindings: HttpBindings;
  Variables: { key: string };
}

export type ServerContext = Context<ServerEnv>;

/** Where this client finds the server. */
export function originOf(c: ServerContext, publicUrl: string | null): string {
  if (publicUrl !== null) return publicUrl;
  return new URL(c.req.url).origin;
}
