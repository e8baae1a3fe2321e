import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AT, rows } from '../../../conformance/jobStore/rows';
import { tempFolder } from '../../../pipeline/storage/support/tempFolder';
import { sqliteStoreAt } from '../../../support/sqliteStore';

const folder = tempFolder();
let path: string;
const { store, stored } = rows(() => {
  path = join(folder(), `${randomUUID()}.sqlite`);
  return { open: () => sqliteStoreAt(path) };
});

/** Changes all deliveries behind the store's back. */
function write(set: string): void {
  const raw = new DatabaseSync(path);
  raw.exec(`UPDATE delivery SET ${set}`);
  raw.close();
}
const told = { webhookUrl: 'https://hook/', webhookEvents: ['job.queued' as const] };

it('of attempts that are damaged what can be read is told', async () => {
  const id = await stored(told);
  write(
    `tries = '[7, null, {"at": 5, "status": "500", "why": 9}, {"at": 6, "status": 500, "why": "it answered 500"}]'`,
  );
  expect((await store().outbox.of(id))[0]?.tries).toEqual([
    { at: 5, status: null, why: null },
    { at: 6, status: 500, why: 'it answered 500' },
  ]);
});

it('a message that is damaged has failed, and the next one is sent', async () => {
  const broken = await stored(told);
  write(`state = '{', tries = '[{"at": 5, "status": 500, "why": "it answered 500"}]'`);
  const whole = await stored(told);
  expect(await store().outbox.claim('p', AT + 1)).toMatchObject({ job: whole, state: { id: whole } });
  expect(await store().outbox.of(broken)).toMatchObject([
    {
      status: 'failed',
      nextAt: AT + 1,
      tries: [{ at: 5 }, { at: AT + 1, status: null, why: 'what is stored of it is damaged' }],
    },
  ]);
});
