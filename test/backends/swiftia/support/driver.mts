// Drives one job at Swiftia in a process of its own, and fetches its shorts; and ends it without another word where it is told to: node driver.mts '<settings as JSON>'.
// The home folder stands in MEDIA_JOBS_HOME.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchResult } from '../../../../dist/src/backends/hostedResult.js';
import { swiftiaClient } from '../../../../dist/src/backends/swiftia/client.js';
import { serviceOf } from '../../../../dist/src/jobs/serviceOf.js';
import { openEngine } from '../../../../dist/src/jobs/openEngine.js';
import { driveStoredJob } from '../../../../dist/src/backends/swiftia/driveStoredJob.js';
import { placeSwiftiaJob } from '../../../../dist/src/backends/swiftia/placeJob.js';
import { QUICK } from '../../../jobs/support/engineProcesses.mts';

interface Settings {
  baseUrl: string;
  apiKey: string;
  /** Killed when it has written to the store so often; 0: before it has sent anything. Unset: never. */
  killAt?: number;
}

const { baseUrl, apiKey, killAt } = JSON.parse(process.argv[2] ?? '') as Settings;
const die = (): void => void process.kill(process.pid, 'SIGKILL');
const engine = await openEngine({ runs: false, rhythm: QUICK });
await engine.start();
const jobs = serviceOf(engine);
const { id } = await placeSwiftiaJob(jobs, {
  input: 'https://example.com/talk.mp4',
  options: { render: {} },
  metadata: {},
  idempotencyKey: 'key',
});
if (killAt === 0) die();
let written = 0;
const access = { name: 'Swiftia', baseUrl, apiKey, plan: 'swift' } as const;
const client = swiftiaClient(access, { limit: { turn: async () => undefined, hold: async () => undefined } });
const signal = new AbortController().signal;
const job = await driveStoredJob(jobs, id, {
  client,
  until: 'ended',
  signal,
  pause: async () => undefined,
  order: async () => ({ fileUrl: 'https://example.com/talk.mp4' }),
  onChange: () => {
    written += 1;
    if (written === killAt) die();
  },
});
for (const { output } of job.shorts ?? [])
  await fetchResult(
    { ...job, output },
    {
      access,
      env: process.env,
      folder: await mkdtemp(join(engine.home.folder, 'fetched-')),
      name: 'short.mp4',
      signal,
    },
  );
await engine.stop();
process.stdout.write(`written ${written}\n`);
