import { homeOf } from '../../src/jobs/home';
import type { JobSecrets } from '../../src/jobs/jobSecrets';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { bytesIn } from '../support/bytesIn';
import { anOrder, performing, testHome, storeOf } from '../support/engine';
import { eventually } from '../support/processes';
import { startReceiver } from '../support/receiver';

const home = testHome();
const ADDRESS = 'https://me:canary-login@media.example/in.mov?sig=canary-sig&w=1';
const SHOWN = 'https://***@media.example/in.mov?sig=***&w=1';
const HOOK = 'https://hooks.example/x?token=canary-hook';
const order = (more = {}) => anOrder({ input: { place: placeOnWeb(ADDRESS) }, webhookUrl: HOOK, ...more });
const folder = () => homeOf(home.env()).folder;

it('gives them to what runs the job, and shows and stores them nowhere', async () => {
  const seen: JobSecrets[] = [];
  const engine = await home.open({ performers: { local: performing(({ secrets }) => seen.push(secrets)) } });
  const created = await engine.jobs.create(order());
  expect(created).toMatchObject({ input: SHOWN, webhook_url: 'https://hooks.example/x?token=***' });
  await engine.start();
  const ended = await engine.jobs.ended(created.id, AbortSignal.timeout(10_000));
  expect(seen).toEqual([{ address: ADDRESS, place: placeOnWeb(ADDRESS), webhookUrl: HOOK }]);
  expect(
    JSON.stringify([
      ended,
      await engine.jobs.list({ input: SHOWN }),
      await storeOf(engine).events.after(0),
      await storeOf(engine).outbox.of(created.id),
    ]),
  ).not.toContain('canary');
  expect(bytesIn(folder())).not.toContain('canary');
});

it('makes no key where there is nothing to hide', async () => {
  const engine = await home.open({ env: { ...home.env(), N8N_ENCRYPTION_KEY: '', N8N_USER_FOLDER: folder() } });
  await engine.jobs.create(anOrder({ webhookUrl: 'https://hooks.example/x' }));
  expect(bytesIn(folder())).not.toContain('seal-key');
  await engine.jobs.create(order());
  expect(bytesIn(folder())).toContain('seal-key');
});

it('posts webhooks to the address in full', async () => {
  const receiver = await startReceiver();
  const url = new URL(receiver.url);
  url.searchParams.set('token', 'canary-hook');
  const env = { ...home.env(), MEDIA_JOBS_ALLOW_HOSTS: url.host };
  const engine = await home.open({ env, performers: { local: performing() } });
  try {
    await engine.start();
    await engine.jobs.create(order({ webhookUrl: url.href }));
    const { url: asked, body } = await eventually(() => Promise.resolve(receiver.received[0]));
    expect(asked).toContain('token=canary-hook');
    expect(body).not.toContain('canary');
  } finally {
    await receiver.close();
  }
});

it('a job whose key is gone fails with words on what to do, and succeeds with the key when it is retried', async () => {
  const first = await home.open({ env: { ...home.env(), N8N_ENCRYPTION_KEY: 'first' }, runs: false });
  const { id } = await first.jobs.create(order());
  const second = await home.open({
    env: { ...home.env(), N8N_ENCRYPTION_KEY: 'second' },
    performers: { local: performing() },
  });
  await second.start();
  const { error, status } = await second.jobs.ended(id, AbortSignal.timeout(10_000));
  expect(status).toBe('failed');
  expect(error).toMatchObject({
    kind: 'secrets_unreadable',
    message: expect.stringContaining('N8N_ENCRYPTION_KEY') as string,
  });
  await second.stop();
  const third = await home.open({
    env: { ...home.env(), N8N_ENCRYPTION_KEY: 'first' },
    performers: { local: performing() },
  });
  await third.jobs.retry(id);
  await third.start();
  expect(await third.jobs.ended(id, AbortSignal.timeout(10_000))).toMatchObject({ status: 'succeeded' });
});

describe('the idempotency key', () => {
  it('finds the same request, and takes one that differs in what is hidden for another', async () => {
    const engine = await home.open();
    const { id } = await engine.jobs.create(order({ idempotencyKey: 'k' }));
    expect(await engine.jobs.create(order({ idempotencyKey: 'k' }))).toMatchObject({ id });
    const others = [
      { input: { place: placeOnWeb(ADDRESS.replace('sig=canary', 'sig=other')) } },
      { webhookUrl: HOOK.replace('canary', 'other') },
    ];
    for (const other of others)
      await expect(engine.jobs.create(order({ idempotencyKey: 'k', ...other }))).rejects.toMatchObject({
        kind: 'idempotency_conflict',
      });
  });
});
