import { DatabaseSync } from 'node:sqlite';
import type { Engine } from '../../../../src/jobs/engine';
import { anOrder, performing, testHome, storeOf } from '../../../support/engine';

const { open } = testHome();
const never = new AbortController().signal;

/** What a bad disk, or a hand, may have made of a column that holds JSON. */
const BROKEN = ['', '{', 'null', '[]', '7', '"text"', '{}', '{"kind":7,"options":[],"tasks":[null]}', '\u0000'];

function write(engine: Engine, sql: string, ...values: string[]): void {
  const raw = new DatabaseSync(engine.home.store);
  // A row is damaged without an event.
  raw.exec('PRAGMA writable_schema = ON');
  const triggers = raw.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all();
  for (const { name } of triggers) raw.exec(`DROP TRIGGER ${String(name)}`);
  raw.prepare(sql).run(...values);
  for (const { sql: made } of triggers) raw.exec(String(made));
  raw.close();
}

describe.each(BROKEN)('with %j in a row', (text) => {
  it.each(['request', 'state'])('%s: the job fails in words, and holds up no other', async (column) => {
    const engine = await open({ performers: { local: performing() }, concurrency: 1 });
    const [broken, next] = [await engine.jobs.create(anOrder()), await engine.jobs.create(anOrder())];
    write(engine, `UPDATE job SET ${column} = ? WHERE id = ?`, text, broken.id);
    expect((await engine.jobs.list()).map(({ id }) => id)).toEqual([next.id, broken.id]);
    for (const filter of [{ input: 'https://media.example/in.mov' }, { overHttp: true }])
      await engine.jobs.list(filter);
    await engine.start();
    expect(await engine.jobs.ended(next.id, never)).toMatchObject({ status: 'succeeded' });
    expect(await engine.jobs.ended(broken.id, never)).toMatchObject({
      id: broken.id,
      status: 'failed',
      error: { kind: 'job_unreadable', message: expect.stringContaining(`its ${column} is damaged`) as string },
    });
    expect(await storeOf(engine).reader.count('processing')).toBe(0);
  });

  it('steps: nothing is sent anew, and the job fails in words', async () => {
    const engine = await open({ runs: false });
    await engine.start();
    const driven = { steps: { at: 'new' }, tasks: ['render' as const] };
    const { id } = await engine.jobs.create(anOrder({ backend: 'swiftia', driven }));
    write(engine, 'UPDATE job SET steps = ? WHERE id = ?', text, id);
    const work = jest.fn(() => Promise.resolve());
    await engine.drives.drive(id, work);
    if (text === '{}' || text.startsWith('{"')) return;
    expect(work).not.toHaveBeenCalled();
    expect(await engine.jobs.get(id)).toMatchObject({ status: 'failed', error: { kind: 'job_unreadable' } });
  });

  it('events, messages and waiting executions: the others are found', async () => {
    const engine = await open({ runs: false });
    const store = storeOf(engine);
    const order = anOrder({ webhookUrl: 'https://hooks.example/x', webhookEvents: ['job.queued'] });
    const [broken, whole] = [await engine.jobs.create(order), await engine.jobs.create(order)];
    const times = { interval: 5_000, nextAt: 0, limitAt: 1, madeAt: 0 };
    for (const execution of ['1', '2'])
      await engine.watches.put({ execution, url: 'http://127.0.0.1/x', jobs: [whole.id], ...times });
    for (const table of ['event', 'delivery'])
      write(engine, `UPDATE ${table} SET state = ? WHERE job = ?`, text, broken.id);
    write(engine, 'UPDATE delivery SET tries = ? WHERE job = ?', text, broken.id);
    write(engine, "UPDATE watch SET jobs = ? WHERE execution = '1'", text);
    expect((await store.events.after(0)).map(({ job }) => job.id)).toEqual([whole.id]);
    expect((await store.outbox.claim('me', Date.now()))?.job).toBe(whole.id);
    expect((await engine.jobs.get(broken.id)).webhook_deliveries).toMatchObject([
      { status: 'failed', attempts: [{ why: 'what is stored of it is damaged' }] },
    ]);
    expect((await store.watches.due(2, 1)).map(({ execution }) => execution)).toEqual(['1', '2']);
  });
});
