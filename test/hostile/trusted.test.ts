import type { IncomingMessage } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ittybit } from '../../src/backends/ittybit/backend';
import { ittybitBackend } from '../../src/backends/ittybit/openIttybit';
import type { BackendJob } from '../../src/backends/backendJob';
import { fetchResult } from '../../src/backends/hostedResult';
import { ittybitJob } from '../../src/backends/ittybit/job';
import { stageInput } from '../../src/backends/staging';
import { poker } from '../../src/jobs/poke';
import { webhookDelivery } from '../../src/jobs/webhooks/deliver';
import { connectFromEnv } from '../../src/pipeline/storage/s3/s3Access';
import { s3Destination } from '../../src/pipeline/storage/s3/s3Destination';
import { s3Source } from '../../src/pipeline/storage/s3/s3Source';
import { fileSource } from '../../src/pipeline/storage/sources';
import { parseRequest } from '../../src/pipeline/request/request';
import { fixture } from '../fixtures';
import { serve } from '../pipeline/storage/support/server';
import type { TestServer } from '../pipeline/storage/support/server';
import { opening } from '../pipeline/storage/support/use';
import { canaries } from '../support/canaries';
import type { Canaries } from '../support/canaries';
import { anOrder, testHome, sealOf, storeOf } from '../support/engine';
import { put } from '../support/opened';
import { expectError } from '../support/expectError';
import { eventually } from '../support/processes';

/**
 * What an administrator has set is reached although it lies on this machine, which no address of a job would be; and where its server redirects to another
 * origin nobody goes, neither with the request nor with a key.
 */
let birds: Canaries;
/** What lies at the address that was set: it redirects everybody to the canaries. */
let set: TestServer;
let status = 307;
let folder: string;
beforeAll(async () => {
  birds = await canaries();
  set = await serve((_request, response) =>
    response
      .writeHead(status, { location: `http://127.0.0.1:${birds.port}/`, 'x-amz-bucket-region': 'eu-west-1' })
      .end(),
  );
  folder = await mkdtemp(join(tmpdir(), 'trusted-'));
});
afterAll(async () => {
  await set.close();
  await birds.close();
  await rm(folder, { recursive: true });
});
let before = 0;
beforeEach(() => {
  status = 307;
  before = set.requests.length;
});
afterEach(() => expect(birds.reached()).toBe(0));

/** The requests that this test has made to the address that was set; there is one at least. */
function reached(): IncomingMessage[] {
  const requests = set.requests.slice(before);
  expect(requests.length).toBeGreaterThan(0);
  return requests;
}

const signal = new AbortController().signal;
const access = () => ({ name: 'Ittybit', baseUrl: `${set.origin}/v1`, apiKey: 'canary-key' });

it.each([301, 302, 303, 307, 308])('the base URL of a credential, which answers %i', async (answer) => {
  status = answer;
  const backend = ittybitBackend(ittybit, access());
  const order = {
    request: parseRequest({ kind: 'image', options: {} }),
    input: 'https://media.example/a.jpg',
    idempotencyKey: 'k',
  };
  for (const call of [
    () => backend.create(order, signal),
    () => backend.get('job_1', signal),
    () => backend.list?.({}, signal),
  ])
    await expectError(call(), 'backend_refused', 'redirect');
  expect(await backend.cancel('job_1', signal)).toBe(false);
  expect(reached().map(({ method, url }) => [method, url].join(' '))).toEqual([
    'POST /v1/jobs',
    'GET /v1/jobs/job_1',
    'GET /v1/jobs',
    'GET /v1/health',
  ]);
});

it('the same host, where it says that a result lies there', async () => {
  const job = ittybitJob({
    id: 'job_1',
    kind: 'image',
    options: {},
    status: 'succeeded',
    output: `${set.origin}/result.jpg`,
  }) as BackendJob;
  await expectError(
    fetchResult(job, { access: access(), env: {}, folder, name: 'a.jpg', signal }),
    'address_refused',
    `:${birds.port}`,
  );
  expect(reached().map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

describe.each([301, 307])('the S3 endpoint of the environment, which answers %i', (answer) => {
  const env = () => ({
    AWS_ENDPOINT_URL_S3: set.origin,
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'canary-secret',
    AWS_REGION: 'us-east-1',
  });
  beforeEach(() => {
    status = answer;
  });

  it('as a source', async () => {
    const source = s3Source(
      { scheme: 's3', bucket: 'bucket', key: 'a.mp4' },
      { connect: connectFromEnv(env()), maxBytes: 1e9 },
    );
    await expectError(source.open(folder, opening()), 'download_failed');
    await expectError(source.openInParts?.(folder, opening()), 'download_failed');
    reached();
  });

  it('as a destination', async () => {
    const destination = s3Destination('s3://bucket/a.jpg', { connect: connectFromEnv(env()), overwrite: false });
    await expectError(destination.check(), 'output_unwritable');
    await expectError(
      put(
        destination,
        [{ path: await fixture('card-16x9.jpg'), file: 'a.jpg', format: 'jpeg', mime: 'image/jpeg', bytes: 1 }],
        signal,
      ),
      'output_unwritable',
    );
    reached();
  });

  it('as the place that files are passed through', async () => {
    const place = { bucket: 'bucket', prefix: '', connect: connectFromEnv(env()) };
    await expectError(
      stageInput(fileSource(await fixture('card-16x9.jpg')), place, { signal, workRoot: folder, key: 'k' }),
      'staging_failed',
    );
    reached();
  });
});

it.each([302, 307])('n8n’s own address to resume an execution, which answers %i', async (answer) => {
  status = answer;
  const asking = poker(set.origin);
  expect(await asking.poke(`${set.origin}/webhook-waiting/1?signature=canary`, signal)).toMatchObject({
    status: answer,
  });
  expect(await asking.status(`${set.origin}/healthz/readiness`, signal)).toBe(answer);
  await asking.close();
  reached();
});

describe('n8n’s own webhooks', () => {
  const { open, env } = testHome();

  it('for its own jobs', async () => {
    const engine = await open({ runs: false });
    const { periodicTask, stop } = webhookDelivery({
      home: engine.home,
      outbox: storeOf(engine).outbox,
      seal: sealOf(engine),
      env: { ...env(), N8N_PORT: `${set.port}` },
      inN8n: true,
    });
    engine.addPeriodicTask(periodicTask, stop);
    const { id } = await engine.jobs.create(anOrder({ webhookUrl: `${set.origin}/webhook/x` }));
    await engine.jobs.cancel(id);
    await engine.start();
    const [delivery] = await eventually(async () => {
      const { webhook_deliveries: found } = await engine.jobs.get(id);
      return found?.[0]?.attempts.length === 1 && found;
    });
    expect(delivery).toMatchObject({
      status: 'pending',
      attempts: [{ status: 307, why: 'it answered with a redirect, which is not followed' }],
    });
    reached();
  });
});
