import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Seal } from '../../../../src/jobs/seal';
import { openSecrets } from '../../../../src/jobs/jobSecrets';
import { localFiles } from '../../../../src/jobs/files/localFiles';
import { JobService } from '../../../../src/jobs/service';
import { homeOf, makeHome } from '../../../../src/jobs/home';
import { retentionOf } from '../../../../src/jobs/housekeeping';
import { DEFAULT_LANE, DEFAULT_TENANT } from '../../../../src/jobs/store/port';
import { hashOf } from '../../../../src/jobs/store/requestHash';
import { sqliteStoreAt } from '../../../support/sqliteStore';
import { createJob } from '../../../../src/pipeline/job/job';
import { placeOnWeb } from '../../../../src/pipeline/storage/place';
import { bytesIn } from '../../../support/bytesIn';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-jobs-upgrade-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const URL = 'https://example.com/in.mov';
const SIGNED = `${URL}?sig=canary-sig&w=1`;
const HOOK = 'https://me:canary-hook@hooks.example/x';

/** A store of version 1 with a job that has secrets, and one that has none. */
function version1(path: string): { secret: string; plain: string } {
  const db = new DatabaseSync(path);
  db.exec(
    `PRAGMA journal_mode = WAL; ${readFileSync(join(__dirname, 'version1.sql'), 'utf8')} PRAGMA user_version = 1;`,
  );
  const add = (address: string, shown: string, hook: string | null): string => {
    const state = {
      ...createJob({ kind: 'video', input: shown, options: {}, metadata: {} }, 5),
      ...(hook !== null && { webhook_url: hook }),
    };
    const request = { kind: 'video', options: {}, metadata: {}, output: null, input: { address } };
    const hash = hashOf({
      kind: 'video',
      options: {},
      metadata: {},
      output: null,
      backend: 'local',
      input: shown,
      webhookUrl: hook,
    });
    db.prepare(
      `INSERT INTO job (id, kind, backend, priority, request, state, idempotency_key, request_hash, created_at, ready_at, webhook_url, webhook_events) VALUES (?, 'video', 'local', 0, ?, ?, ?, ?, 5, 5, ?, 'job.queued')`,
    ).run(state.id, JSON.stringify(request), JSON.stringify(state), `key of ${shown}`, hash, hook);
    return state.id;
  };
  const made = { secret: add(SIGNED, `${URL}?sig=***&w=1`, HOOK), plain: add(URL, URL, null) };
  // What was removed once may lie in the file still.
  const gone = add(`${URL}?token=canary-gone`, URL.replace('in', 'gone'), null);
  db.prepare('DELETE FROM job WHERE id = ?').run(gone);
  db.close();
  return made;
}

it('hides what a store of version 1 has kept in the open, so that no byte of it is left, and its jobs go on', async () => {
  const env = { ...process.env, MEDIA_JOBS_HOME: folder };
  const home = homeOf(env);
  await makeHome(home);
  const { secret, plain } = version1(home.store);
  expect(bytesIn(folder)).toContain('canary-sig');

  const seal = new Seal(folder, env);
  const store = await sqliteStoreAt(home.store, env);
  expect(bytesIn(folder)).not.toContain('canary');
  const job = await store.reader.get(secret);
  expect(job).toMatchObject({
    webhookUrl: 'https://***@hooks.example/x',
    request: { input: { address: `${URL}?sig=***&w=1` } },
    state: { input: `${URL}?sig=***&w=1`, webhook_url: 'https://***@hooks.example/x' },
  });
  expect(job && (await openSecrets(seal, job))).toEqual({ address: SIGNED, webhookUrl: HOOK });
  expect(await store.reader.get(plain)).toMatchObject({
    sealed: null,
    runBy: 'worker',
    lane: DEFAULT_LANE,
    tenant: DEFAULT_TENANT,
    request: { input: { address: URL } },
  });
  // Nothing has happened to them.
  expect((await store.events.after(0)).map(({ type, job: { input } }) => [type, input])).toEqual([
    ['job.queued', `${URL}?sig=***&w=1`],
    ['job.queued', URL],
  ]);
  await store.workers.register({ id: 'p', pid: 1, started: '', namespace: '', role: 'test', seenAt: 0 });
  const delivery = await store.outbox.claim('p', 10);
  expect(delivery).toMatchObject({
    job: secret,
    url: 'https://***@hooks.example/x',
    state: { webhook_url: 'https://***@hooks.example/x', metadata: {} },
  });
  // The trigger is there again.
  await store.queue.cancel(plain, {
    ...((await store.reader.get(plain))?.state ??
      createJob({ kind: 'video', input: '', options: {}, metadata: {} }, 0)),
    status: 'cancelled',
    finished_at: 9,
  });
  expect((await store.events.after(0)).at(-1)).toMatchObject({ type: 'job.cancelled' });

  const files = localFiles(home, () => Promise.reject(new Error('nobody has keys')));
  const jobs = new JobService(
    { files, store, seal, now: () => 10, pollMs: 1_000, retention: retentionOf({}) },
    () => undefined,
  );
  const order = { request: { kind: 'video' as const, options: {}, metadata: {} } };
  expect(
    await jobs.create({
      ...order,
      input: { place: placeOnWeb(SIGNED) },
      webhookUrl: HOOK,
      idempotencyKey: `key of ${URL}?sig=***&w=1`,
    }),
  ).toMatchObject({ id: secret });
  expect(
    await jobs.create({ ...order, input: { place: placeOnWeb(URL) }, idempotencyKey: `key of ${URL}` }),
  ).toMatchObject({ id: plain });
  await jobs.close();
  await store.close();
  const again = await sqliteStoreAt(home.store, env);
  expect(await again.reader.get(secret)).toEqual(job);
  await again.close();
});

/** A secret address alone, a secret webhook alone, and one of a file. */
const HALVES = [
  { input: { address: SIGNED }, hook: null },
  { input: { address: URL }, hook: HOOK },
  { input: { path: '/in.mov', name: 'in.mov', shown: 'in.mov' }, hook: HOOK },
];

it('hides of a job what is secret, whichever part that is, and changes nothing else of it', async () => {
  const path = join(folder, 'jobs.sqlite');
  const { plain } = version1(path);
  const db = new DatabaseSync(path);
  const row = db.prepare('SELECT request, state FROM job WHERE id = ?').get(plain) ?? {};
  const [request, state] = [row.request, row.state].map((text) => JSON.parse(String(text)) as Record<string, unknown>);
  const copy = db.prepare(
    `INSERT INTO job (id, kind, backend, priority, request, state, request_hash, created_at, ready_at, webhook_url) VALUES (?, 'video', 'local', 0, ?, ?, 'x', 5, 5, ?)`,
  );
  for (const [at, { input, hook }] of HALVES.entries()) {
    const shown = {
      ...state,
      id: `job_${at}`,
      input: input.address ?? input.shown,
      ...(hook && { webhook_url: hook }),
    };
    copy.run(shown.id, JSON.stringify({ ...request, input }), JSON.stringify(shown), hook);
  }
  copy.run('job_broken', '{', JSON.stringify({ ...state, id: 'job_broken' }), HOOK);
  db.exec("INSERT INTO event (job, type, at, state) VALUES ('job_0', 'job.progress', 6, '{')");
  db.close();

  const env = { ...process.env, MEDIA_JOBS_HOME: folder };
  const store = await sqliteStoreAt(path, env);
  const seal = new Seal(folder, env);
  const found = await Promise.all(HALVES.map((_, at) => store.reader.get(`job_${at}`)));
  const [hiddenUrl, hiddenHook] = [`${URL}?sig=***&w=1`, 'https://***@hooks.example/x'];
  expect(found.map((job) => job?.request.input)).toStrictEqual([
    { address: hiddenUrl },
    HALVES[1]?.input,
    HALVES[2]?.input,
  ]);
  expect(found.map((job) => [job?.state.input, job?.state.webhook_url, job?.webhookUrl])).toEqual([
    [hiddenUrl, undefined, null],
    [URL, hiddenHook, hiddenHook],
    ['in.mov', hiddenHook, hiddenHook],
  ]);
  expect('webhook_url' in (found[0]?.state ?? {})).toBe(false);
  expect(await Promise.all(found.map(async (job) => job && openSecrets(seal, job)))).toEqual([
    { address: SIGNED },
    { webhookUrl: HOOK },
    { webhookUrl: HOOK },
  ]);
  // What cannot be read stays as it is until somebody looks at it.
  expect(await store.reader.get('job_broken')).toMatchObject({
    webhookUrl: HOOK,
    unreadable: 'its request is damaged',
  });
  await store.close();
  const after = new DatabaseSync(path);
  expect(after.prepare("SELECT request FROM job WHERE id = 'job_broken'").get()).toEqual({ request: '{' });
  expect(after.prepare("SELECT state FROM event WHERE job = 'job_0' AND at = 6").get()).toEqual({ state: '{' });
  after.close();
});

it('leaves a job what it was stored for, where options have another default now', async () => {
  const path = join(folder, 'jobs.sqlite');
  const { secret, plain } = version1(path);
  const db = new DatabaseSync(path);
  const become = db.prepare("UPDATE job SET kind = 'adaptive_video', request = json_patch(request, ?) WHERE id = ?");
  become.run(JSON.stringify({ kind: 'adaptive_video' }), plain);
  become.run(JSON.stringify({ kind: 'adaptive_video', options: { segment_format: 'fmp4' } }), secret);
  db.close();
  const store = await sqliteStoreAt(path, { ...process.env, MEDIA_JOBS_HOME: folder });
  expect(await store.reader.get(plain)).toMatchObject({
    request: { options: { segment_format: 'ts' } },
    state: { options: {} },
  });
  expect((await store.reader.get(secret))?.request.options).toEqual({ segment_format: 'fmp4' });
  await store.close();
});

it.each([
  ['3', ''],
  ['4', "lane TEXT NOT NULL DEFAULT 'default'|tenant TEXT NOT NULL DEFAULT 'default'"],
  [
    '4, as its last stores were',
    "lane TEXT NOT NULL DEFAULT 'default'|tenant TEXT NOT NULL DEFAULT 'default'|input TEXT|over_http INTEGER NOT NULL DEFAULT 0",
  ],
])('lists, and goes on with, jobs of a store of version %s', async (version, columns) => {
  const path = join(folder, 'jobs.sqlite');
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = WAL; ${readFileSync(join(__dirname, 'version3.sql'), 'utf8')}`);
  for (const column of columns.split('|').filter(Boolean)) db.exec(`ALTER TABLE job ADD COLUMN ${column}`);
  if (columns.includes('input')) db.exec('CREATE INDEX job_input ON job (input); CREATE INDEX job_listed ON job (seq)');
  const state = createJob({ kind: 'adaptive_video', input: URL, options: {}, metadata: {} }, 5);
  const { kind, options, metadata } = state;
  const request = { kind, options, metadata, output: null, input: { address: URL }, origin: 'http://localhost' };
  db.prepare(
    `INSERT INTO job (id, kind, backend, priority, request, state, request_hash, created_at, ready_at) VALUES (?, ?, 'local', 0, ?, ?, 'x', 5, 5)`,
  ).run(state.id, kind, JSON.stringify(request), JSON.stringify(state));
  db.exec(`PRAGMA user_version = ${version.slice(0, 1)}`);
  db.close();
  const store = await sqliteStoreAt(path, { ...process.env, MEDIA_JOBS_HOME: folder });
  const found = await store.reader.page({ input: URL, overHttp: true });
  expect(found.jobs.map(({ id, request: { options: stored } }) => [id, stored])).toEqual([
    [state.id, { segment_format: 'ts' }],
  ]);
  expect(await store.queue.cancel(state.id, { ...state, status: 'cancelled', updated_at: 9 })).toBe(true);
  expect((await store.events.after(0)).map(({ type }) => type)).toEqual(['job.queued', 'job.cancelled']);
  await store.close();
});

it('is done once by several that open the store at the same time', async () => {
  const env = { ...process.env, MEDIA_JOBS_HOME: folder };
  const { secret } = version1(join(folder, 'jobs.sqlite'));
  const stores = await Promise.all(Array.from({ length: 4 }, () => sqliteStoreAt(join(folder, 'jobs.sqlite'), env)));
  for (const store of stores) {
    expect(
      await openSecrets(new Seal(folder, env), (await store.reader.get(secret)) ?? { id: '', sealed: null }),
    ).toEqual({
      address: SIGNED,
      webhookUrl: HOOK,
    });
    await store.close();
  }
});
