import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobBackend } from '../../src/backends/backend';
import type { BackendOrder } from '../../src/backends/backendJob';
import { parseRequest } from '../../src/pipeline/request/request';
import { expectError } from '../support/expectError';

/** A backend to hold against the contract. */
export interface BackendUnderTest {
  backend: JobBackend;
  /** An address that it can fetch an image from. */
  input: string;
  /** The same with a key that nobody has; null where none is needed. */
  stranger: JobBackend | null;
  /** Whether it can cancel the job that is asked about. */
  cancels: boolean;
}

const KEY_OF_NOBODY = 'a-key-of-nobody-0123456789';
export const keyOfNobody = { apiKey: KEY_OF_NOBODY };

const never = new AbortController().signal;
const MISSING = 'job_000000000000000000';

/** What every backend has to do. @param open gives a fresh backend; one that does not run anything keeps its jobs queued or running */
export function backendConformance(
  name: string,
  open: (use: { runs: boolean }) => Promise<BackendUnderTest>,
  close: () => Promise<void> = () => Promise.resolve(),
): void {
  describe(`${name} keeps to the contract`, () => {
    let server: BackendUnderTest;
    let folder: string | null = null;
    afterEach(() => {
      if (folder !== null) rmSync(folder, { recursive: true });
      folder = null;
    });
    const serve = async (runs = true) => (server = await open({ runs }));
    afterEach(close);

    const order = (more: Partial<BackendOrder> = {}): BackendOrder => ({
      request: parseRequest({ kind: 'image', options: { width: 32, format: 'png' }, metadata: { order: 7 } }),
      input: server.input,
      idempotencyKey: `test:${randomUUID()}`,
      ...more,
    });
    const create = (more?: Partial<BackendOrder>) => server.backend.create(order(more), never);
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

    test('it ends with a result whose files can be had', async () => {
      await serve();
      const { id } = await create();
      await server.backend.ended([id], 60_000, never);
      const job = await server.backend.get(id, never);
      if (job === null) throw new Error('The job is gone');
      expect(job).toMatchObject({ id, status: 'succeeded', error: null });
      expect(server.backend.errorOf(job)).toBeNull();
      expect(job.finished_at ?? 0).toBeGreaterThanOrEqual(job.created_at ?? Infinity);
      folder = mkdtempSync(join(tmpdir(), 'media-jobs-result-'));
      const env = { ...process.env };
      const files = await server.backend.result(job, { env, folder, name: 'in.png', signal: never });
      expect(files).toMatchObject([{ format: 'png', mime: 'image/png' }]);
      expect(readFileSync(files?.[0]?.path ?? '')).toHaveLength(files?.[0]?.bytes ?? 0);
    });

    test('nobody waits for longer than was said, nor for a job that is not there', async () => {
      await serve(false);
      const { id } = await create();
      await server.backend.ended([id], 1, never);
      expect(['queued', 'processing']).toContain((await server.backend.get(id, never))?.status);
      await server.backend.ended([MISSING], 60_000, never);
      const stopped = AbortSignal.abort(new Error('stopped'));
      await expect(server.backend.ended([id], 60_000, stopped)).rejects.toThrow('stopped');
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

    test('it lists its jobs where it says so: by kind and status, so many at most', async () => {
      await serve(false);
      const { backend } = server;
      expect(backend.list !== undefined).toBe(backend.backend.can.list);
      if (backend.list === undefined) return;
      const made = [await create(), await create()].map(({ id }) => id);
      const found = await backend.list({ limit: 100, kind: 'image' }, never);
      expect(found.jobs.map(({ id }) => id)).toEqual(expect.arrayContaining(made));
      const page = await backend.list({ limit: 1 }, never);
      expect([page.jobs.length, page.more]).toEqual([1, true]);
      expect((await backend.list({ kind: 'audio' }, never)).jobs).toEqual([]);
    });

    test('a job that is not there is none, and there are words for it', async () => {
      await serve();
      expect(await server.backend.get(MISSING, never)).toBeNull();
      expect(server.backend.missing(MISSING)).toMatchObject({ kind: 'job_not_found' });
      expect(server.backend.missing(MISSING).message).toContain(MISSING);
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
      const { stranger, backend } = server;
      expect(stranger === null).toBe(backend.backend.hosted === null);
      if (stranger === null) return;
      const list = stranger.list?.bind(stranger);
      const asks = [() => stranger.create(order(), never), () => stranger.get('job_1', never)];
      for (const ask of [...asks, ...(list ? [() => list({}, never)] : [])]) {
        const error = await expectError(ask(), 'token_invalid');
        expect(JSON.stringify([error.toJSON(), error.stack, String(error.cause)])).not.toContain(KEY_OF_NOBODY);
      }
    });

    test('it is asked to cancel only where it says that it can', async () => {
      await serve(false);
      const { id } = await create();
      expect(await server.backend.cancel(id, never)).toBe(server.cancels);
      if (!server.cancels) return;
      await server.backend.ended([id], 60_000, never);
      const job = await server.backend.get(id, never);
      expect(job?.status).toBe('cancelled');
      expect(job && server.backend.errorOf(job)?.kind).toBe('cancelled');
    });
  });
}
