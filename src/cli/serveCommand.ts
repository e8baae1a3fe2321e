import { once } from 'node:events';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { errorCode } from '../pipeline/base/errorFacts';
import { EXIT } from './exitCode';
import { debugOption, jsonOption } from './flags';
import type { Io } from './io';
import { withEngine } from './jobs/withEngine';
import { mediaError } from '../pipeline/errors/mediaError';

export interface ServeFlags {
  host: string;
  port: string;
  data?: string;
  concurrency?: string;
  publicUrl?: string;
  grace: string;
  json?: boolean;
  debug?: boolean;
}

/** Longest wait for jobs at the end (s). */
const LONGEST_GRACE = 86_400;
/** What is being answered at the end has so long (ms). */
const LAST_ANSWERS_MS = 5_000;

export const serveOptions = (): Option[] => [
  new Option('--host <address>', 'address to listen at; 0.0.0.0 for all').default('127.0.0.1'),
  new Option('--port <number>', 'port to listen at; 0 for any that is free').default('4680'),
  new Option(
    '--data <folder>',
    'where jobs, uploads and results are kept (default: MEDIA_JOBS_HOME, else a folder of n8n’s)',
  ),
  new Option(
    '--concurrency <number>',
    'jobs at the same time on this machine (default: MEDIA_JOBS_CONCURRENCY, else half of the cores)',
  ),
  new Option('--public-url <address>', 'where clients find this server, when it is behind a proxy'),
  new Option(
    '--grace <seconds>',
    'at the end, running jobs may go on for so long; what runs then goes back into the queue',
  ).default('5'),
  jsonOption('print JSON, also on a terminal'),
  debugOption(),
];

const isWhole = (text: string, min: number, max: number): boolean =>
  /^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max;

function wrong({ port, concurrency, publicUrl, grace }: ServeFlags): string[] {
  const given = (text: string) => `(given: ${JSON.stringify(text)}).`;
  return [
    ...(isWhole(port, 0, 65_535) ? [] : [`"port" must be a whole number from 0 to 65535 ${given(port)}`]),
    ...(concurrency === undefined || isWhole(concurrency, 1, 999)
      ? []
      : [`"concurrency" must be a whole number from 1 to 999 ${given(concurrency)}`]),
    ...(publicUrl === undefined || /^https?:\/\/[^/?#]+\/?$/.test(publicUrl)
      ? []
      : [`"public-url" must be an address such as https://media.example.com, without a path ${given(publicUrl)}`]),
    ...(isWhole(grace, 0, LONGEST_GRACE)
      ? []
      : [`"grace" must be a whole number of seconds from 0 to ${LONGEST_GRACE} ${given(grace)}`]),
  ];
}

/** Runs `media-jobs serve` until it is interrupted, which is no failure. @returns the exit code */
export async function serveCommand(
  flags: ServeFlags,
  problems: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const { host, port, data, concurrency, publicUrl, grace } = flags;
  const env = { ...io.env, ...(data !== undefined && { MEDIA_JOBS_HOME: resolve(io.cwd, data) }) };
  const engine = { role: 'serve', ...(concurrency !== undefined && { concurrency: Number(concurrency) }) };
  return withEngine(
    { io: { ...io, env }, signal, flags, problems: [...problems, ...wrong(flags)], engine },
    async (running, report) => {
      // A server is much to load for a command that is not one.
      const { startServer } = await import('../server/server.js');
      const server = await startServer({
        engine: running,
        env,
        host,
        port: Number(port),
        publicUrl: publicUrl?.replace(/\/$/, '') ?? null,
      }).catch((error: unknown) => {
        const why = LISTENING[errorCode(error)];
        throw why === undefined
          ? error
          : mediaError('request_invalid', { problems: `The server cannot listen at ${host}:${port}: ${why}.` }, error);
      });
      await running.start();
      if (report.json) report.answer({ url: server.url, ...(server.newKey !== null && { api_key: server.newKey }) });
      else report.text(welcome(server.url, server.newKey, running.home.folder));
      if (!signal.aborted) await once(signal, 'abort');
      const graceMs = Number(grace) * 1000;
      await server.close(Math.min(graceMs, LAST_ANSWERS_MS));
      await running.stop({ graceMs });
      return EXIT.succeeded;
    },
  );
}

const LISTENING: Record<string, string> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'that is not permitted',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'the name is not known',
};

function welcome(url: string, key: string | null, folder: string): string {
  const lines = [`Listening at ${url}; jobs are kept in ${folder}. Ctrl-C ends it.`];
  if (key !== null) lines.push('', `API key: ${key}`, 'It is shown this once. Only its hash is kept.');
  return lines.join('\n');
}
