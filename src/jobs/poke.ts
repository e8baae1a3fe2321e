import { Agent, request } from 'undici';
import type { PokeAnswer } from './pokeOutcome';

/** Longer than n8n takes to load an execution, and short enough that a server that hangs holds up nothing (ms). */
const PATIENCE_MS = 10_000;
/** What is read of an answer (bytes): n8n's own are far smaller. */
const MOST_BYTES = 20_000;

/** Calls resume addresses. */
export interface Poker {
  /** POSTs an empty object; follows no redirect. @returns null when nobody answered in time */
  poke(address: string, signal: AbortSignal): Promise<PokeAnswer | null>;
  /** GETs a page. @returns its status; null when nobody answered in time */
  status(page: string, signal: AbortSignal): Promise<number | null>;
  close(): Promise<void>;
}

/** @param ownOrigin where the certificate need not name the host, since it is this very machine */
export function poker(ownOrigin: string, patienceMs = PATIENCE_MS): Poker {
  const connection = { pipelining: 0, headersTimeout: patienceMs, bodyTimeout: patienceMs };
  const anywhere = new Agent({ ...connection, connect: { timeout: patienceMs } });
  const here = new Agent({ ...connection, connect: { timeout: patienceMs, rejectUnauthorized: false } });
  const ask = async (
    address: string,
    what: { method: 'GET' } | { method: 'POST'; headers: Record<string, string>; body: string },
    signal: AbortSignal,
  ): Promise<PokeAnswer | null> => {
    try {
      const until = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
      const { statusCode, body } = await request(address, {
        ...what,
        signal: until,
        dispatcher: new URL(address).origin === ownOrigin ? here : anywhere,
      });
      let text = '';
      for await (const chunk of body.setEncoding('utf8')) {
        text += String(chunk);
        if (text.length > MOST_BYTES) break;
      }
      return { status: statusCode, body: text };
    } catch {
      return null;
    }
  };
  return {
    poke: (address, signal) =>
      ask(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }, signal),
    status: async (page, signal) => (await ask(page, { method: 'GET' }, signal))?.status ?? null,
    async close() {
      await Promise.all([anywhere.destroy(), here.destroy()]);
    },
  };
}
