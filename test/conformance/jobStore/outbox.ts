import type { NewStoredJob } from '../../../src/jobs/store/storedJob';
import { AT, HOUR } from './rows';
import type { Rows } from './rows';

/** Messages to webhooks. */
export function describeOutbox({ store, stored, found, claimed, endedAt }: Rows): void {
  describe('a message to a webhook', () => {
    it('is there where a webhook wants it', async () => {
      const id = await stored({
        webhookUrl: 'https://hook/a',
        sealed: 's1.x',
        webhookEvents: ['job.queued', 'job.failed'],
      });
      await stored();
      expect([await store().outbox.isDue(AT - 1), await store().outbox.isDue(AT)]).toEqual([false, true]);
      expect(await store().outbox.claim('p', AT - 1)).toBeNull();
      expect(await store().outbox.claim('p', AT, (url) => url !== 'https://hook/a')).toBeNull();
      const delivery = await store().outbox.claim('p', AT, (url) => url === 'https://hook/a');
      expect(delivery).toMatchObject({
        id: expect.stringMatching(/^msg_[0-9a-f]{32}$/),
        job: id,
        url: 'https://hook/a',
        sealed: 's1.x',
        type: 'job.queued',
        at: AT,
        state: (await found(id)).state,
        origin: null,
        status: 'pending',
        tries: [],
        nextAt: AT,
      });
      expect(await store().outbox.claim('q', AT)).toBeNull();
      const tries = [{ at: AT, status: 500, why: 'it answered 500' }];
      await store().outbox.settle(delivery?.id ?? '', { status: 'pending', tries, nextAt: AT + 5 });
      expect(await store().outbox.of(id)).toMatchObject([{ status: 'pending', tries, nextAt: AT + 5 }]);
      expect((await store().outbox.claim('p', AT + 5))?.id).toBe(delivery?.id);
      // Claims of a process that is gone are nobody's.
      await store().workers.remove('p');
      expect((await store().outbox.claim('q', AT + 5))?.id).toBe(delivery?.id);
      await store().outbox.giveUp(id);
      expect(await store().outbox.of(id)).toMatchObject([{ status: 'failed' }]);
      expect(await store().outbox.isDue(AT + HOUR)).toBe(false);
    });

    it('is sent by one process, also when another takes it in the meantime', async () => {
      await stored({ webhookUrl: 'https://hook/', webhookEvents: ['job.queued'] });
      let stolen: Promise<unknown> = Promise.resolve(null);
      const mine = await store().outbox.claim('p', AT, () => {
        stolen = store().outbox.claim('q', AT);
        return true;
      });
      expect([mine, await stolen]).toMatchObject([null, { type: 'job.queued' }]);
    });

    it('is told with what a job that came over HTTP keeps to itself', async () => {
      const told: Partial<NewStoredJob> = { webhookUrl: 'https://hook/', webhookEvents: ['job.queued'] };
      const input = { address: 'https://a/in.mov' };
      const request = { kind: 'video' as const, options: {}, metadata: {}, input, output: null };
      const [plain, overHttp] = [
        await stored(told),
        await stored({ ...told, sealed: 's1.y', request: { ...request, origin: 'http://127.0.0.1:1' } }),
      ];
      expect([await store().outbox.claim('p', AT), await store().outbox.claim('p', AT)]).toMatchObject([
        { job: plain, sealed: null, origin: null },
        { job: overHttp, sealed: 's1.y', origin: 'http://127.0.0.1:1' },
      ]);
    });

    it('of two messages that are due the older goes first, and where its receiver has its share, the other', async () => {
      const slow = await stored({ webhookUrl: 'https://slow/', webhookEvents: ['job.queued'] });
      const quick = await stored({ webhookUrl: 'https://quick/', webhookEvents: ['job.queued'] });
      expect((await store().outbox.claim('p', AT, (url) => url !== 'https://slow/'))?.job).toBe(quick);
      expect((await store().outbox.claim('p', AT))?.job).toBe(slow);
    });

    it('of progress that nobody is sending yet is the newest alone, and none once something else has happened', async () => {
      const job = await claimed(
        await stored({ webhookUrl: 'https://hook/', webhookEvents: ['job.progress', 'job.succeeded'] }),
      );
      const progress = (at: number) =>
        store().queue.progress(job, { ...job.state, status: 'processing', updated_at: at, started_at: at });
      for (const later of [1, 2, 3]) await progress(AT + later);
      const sending = await store().outbox.claim('p', AT + 9);
      expect(sending).toMatchObject({ type: 'job.progress', at: AT + 3, state: { started_at: AT + 3 } });
      // One that is on its way stays; those after it do not.
      await progress(AT + 4);
      await progress(AT + 5);
      await endedAt(job, AT + 6, 'succeeded');
      expect((await store().outbox.of(job.id)).map(({ type }) => type)).toEqual(['job.progress', 'job.succeeded']);
    });

    it('is due too when its time is so far ahead that a clock must have been set back', async () => {
      const id = await stored({ webhookUrl: 'https://hook/', webhookEvents: ['job.queued'] });
      const message = await store().outbox.claim('p', AT);
      const wait = (nextAt: number) =>
        store().outbox.settle(message?.id ?? '', { status: 'pending', tries: [], nextAt });
      await wait(AT + 2 * HOUR);
      expect([await store().outbox.isDue(AT), await store().outbox.claim('p', AT)]).toEqual([false, null]);
      await wait(AT + 400 * 24 * HOUR);
      expect(await store().outbox.isDue(AT)).toBe(true);
      expect((await store().outbox.claim('p', AT))?.job).toBe(id);
    });
  });
}
