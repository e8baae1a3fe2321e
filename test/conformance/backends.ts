import { randomUUID } from 'node:crypto';
import { ittybitBackend } from '../../src/backends/hostedBackend';
import type { HostedBackend } from '../../src/backends/hostedBackend';
import type { HostedOrder } from '../../src/backends/ittybit/createJob';
import { parseRequest } from '../../src/pipeline/request/request';
import { expectError } from '../support/expectError';

/** A server to hold against the contract. */
export interface BackendUnderTest {
  backend: HostedBackend;
  /** An address that it can fetch an image from. */
  input: string;
  /** Gets an output by its address. */
  fetched(output: string): Promise<Buffer>;
  /** Whether its GET /health says that it can cancel. */
  cancels: boolean;
}

const never = new AbortController().signal;

/** What every backend has to do. @param open gives a fresh server; one that does not run anything keeps its jobs queued or running */
export function backendConformance(
  name: string,
  open: (use: { runs: boolean }) => Promise<BackendUnderTest>,
  close: () => Promise<void> = () => Promise.resolve(),
): void {
  describe(`${name} keeps to the contract`, () => {
    let server: BackendUnderTest;
    const serve = async (runs = true) => (server = await open({ runs }));
    afterEach(close);

    const order = (more: Partial<HostedOrder> = {}): HostedOrder => ({
      request: parseRequest({ kind: 'image', options: { width: 32, format: 'png' }, metadata: { order: 7 } }),
      input: server.input,
      idempotencyKey: `test:${randomUUID()}`,
      ...more,
    });
    const create = (more?: Partial<HostedOrder>) => server.backend.create(order(more), never);
    const untilEnded = async (id: string) => {
      for (;;) {
        const job = await server.backend.get(id, never);
        if (job === null || ['succeeded', 'failed', 'cancelled'].includes(job.status)) return job;
        // A busy machine takes its time; a server that never ends a job is ended by the test's own limit.
        await new Promise((resolve) => setImmediate(resolve));
      }
    };

    test('a created job is queued or already running, and echoes what was asked', async () => {
      await serve();
      const job = await create();
      expect(job).toMatchObject({
        id: expect.stringMatching(/^[\w.:-]+$/) as string,
        object: 'job',
        kind: 'image',
        input: server.input,
        output: null,
        options: { width: 32, format: 'png' },
        metadata: { order: 7 },
        error: null,
      });
      expect(['queued', 'processing']).toContain(job.status);
      expect((job.tasks as { kind: string }[]).map(({ kind }) => kind)).toEqual(['probe', 'import', 'image', 'export']);
      expect(Math.abs((job.created_at ?? 0) - Date.now())).toBeLessThan(60_000);
    });

    test('it ends with an output that can be fetched', async () => {
      await serve();
      const { id } = await create();
      const job = await untilEnded(id);
      expect(job).toMatchObject({ id, status: 'succeeded', error: null });
      expect((await server.fetched(job?.output ?? '')).length).toBeGreaterThan(0);
      expect(job?.finished_at ?? 0).toBeGreaterThanOrEqual(job?.created_at ?? Infinity);
    });

    test('the same idempotency key answers the first job', async () => {
      await serve(false);
      const same = order();
      const first = await server.backend.create(same, never);
      const again = await server.backend.create(same, never);
      const other = await create();
      expect(again.id).toBe(first.id);
      expect(other.id).not.toBe(first.id);
    });

    test('jobs are listed, by kind and status, so many at most', async () => {
      await serve(false);
      const made = [await create(), await create()].map(({ id }) => id);
      const { jobs } = await server.backend.list({ limit: 100, kind: 'image' }, never);
      expect(jobs.map(({ id }) => id)).toEqual(expect.arrayContaining(made));
      const page = await server.backend.list({ limit: 1 }, never);
      expect(page.jobs).toHaveLength(1);
      expect(page.more).toBe(true);
      expect((await server.backend.list({ kind: 'audio' }, never)).jobs).toEqual([]);
    });

    test('a job that is not there is none', async () => {
      await serve();
      expect(await server.backend.get('job_000000000000000000', never)).toBeNull();
    });

    test.each([
      ['invalid_format', { extraOptions: { format: 'bmp' } }],
      ['request_invalid', { extraOptions: { quality: 'superb' } }],
      [
        'invalid_codec',
        { request: parseRequest({ kind: 'video', options: { format: 'webm' } }), extraOptions: { codec: 'h264' } },
      ],
    ] as const)('%s is told by its name', async (kind, more) => {
      await serve(false);
      await expectError(create(more), kind);
    });

    test('a key that is not known', async () => {
      await serve();
      const { access } = server.backend;
      const stranger = ittybitBackend({ ...access, apiKey: 'a-key-of-nobody-0123456789' });
      for (const ask of [
        () => stranger.create(order(), never),
        () => stranger.get('job_1', never),
        () => stranger.list({}, never),
      ]) {
        const error = await expectError(ask(), 'token_invalid');
        expect(JSON.stringify([error.toJSON(), error.stack, String(error.cause)])).not.toContain('a-key-of-nobody');
      }
    });

    test('it is asked to cancel only where it says that it can', async () => {
      await serve(false);
      const { id } = await create();
      expect(await server.backend.cancel(id, never)).toBe(server.cancels);
      if (server.cancels) expect((await untilEnded(id))?.status).toBe('cancelled');
    });
  });
}
