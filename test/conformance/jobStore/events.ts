import { createJob } from '../../../src/pipeline/job/job';
import type { Job } from '../../../src/pipeline/job/job';
import { AT, HOUR } from './rows';
import type { Rows } from './rows';

/** What has happened to a job is written down with the change itself. */
export function describeEvents({ store, other, stored, found, claimed, endedAt }: Rows): void {
  describe('what has happened to a job', () => {
    it('is told in order, and the newest are kept', async () => {
      expect(await store().events.last()).toBe(0);
      const job = await claimed(await stored());
      await store().queue.progress(job, { ...job.state, status: 'processing', updated_at: AT + 1 });
      await store().queue.progress(job, {
        ...job.state,
        status: 'processing',
        updated_at: AT + 2,
        output: 'as it was then',
      });
      await store().queue.end(job, { ...job.state, status: 'succeeded', updated_at: AT + 3, finished_at: AT + 3 });
      const told = await store().events.after(0);
      expect(told.map(({ type, at }) => [type, at])).toEqual([
        ['job.queued', AT],
        ['job.started', AT + 1],
        ['job.progress', AT + 2],
        ['job.succeeded', AT + 3],
      ]);
      const numbers = told.map(({ seq }) => seq);
      expect(numbers).toEqual([...new Set(numbers)].sort((one, two) => one - two));
      expect(told[2]?.job).toMatchObject({ id: job.id, output: 'as it was then' });
      expect((await store().events.after(numbers[2] ?? 0)).map(({ type }) => type)).toEqual(['job.succeeded']);
      await store().events.forgetAllBut(2);
      expect((await store().events.after(0)).map(({ seq }) => seq)).toEqual(numbers.slice(2));
      expect(await store().events.last()).toBe(numbers[3]);
    });

    it.each([
      ['of one input', {}],
      ['of clips, with a webhook', { inputs: [{ url: 'https://a/1.mov' }], webhook_url: 'https://hook/***' }],
    ])('tells the whole job as it was then, whatever becomes of it: one %s', async (_, more) => {
      const asked = { kind: 'video' as const, input: 'https://a/in.mov', options: { width: 9 }, metadata: { my: 1 } };
      const job = await claimed(await stored({ state: { ...createJob(asked, AT), ...more } }));
      const begun: Job = { ...job.state, status: 'processing', started_at: AT, updated_at: AT + 1 };
      await store().queue.progress(job, begun);
      await endedAt(job, AT + 2, 'succeeded');
      // No field is missing, and none is there that was not.
      expect((await store().events.after(0)).map((event) => event.job)).toStrictEqual([
        job.state,
        begun,
        (await found(job.id)).state,
      ]);
    });

    it('is not told of what was refused, and is told to all processes', async () => {
      const job = await claimed(await stored());
      const late = { ...job, token: job.token - 1 };
      expect(await store().queue.progress(late, { ...job.state, status: 'processing' })).toBe(false);
      await expect(stored({ idempotencyKey: 'k' })).resolves.toBeDefined();
      await expect(stored({ idempotencyKey: 'k' })).rejects.toThrow('taken');
      const told = (await (await other()).events.after(0)).map(({ type, job: { id } }) => [type, id]);
      expect(told).toEqual([
        ['job.queued', job.id],
        ['job.queued', expect.any(String)],
      ]);
    });

    it('is forgotten with the job, and so are its messages and the processes that it has started', async () => {
      const job = await claimed(await stored({ webhookUrl: 'https://hook/', webhookEvents: ['job.failed'] }));
      await store().children.add(job, { pid: 1, started: 's', namespace: 'n' });
      await endedAt(job, AT + 1);
      await store().queue.filesRemoved(job.id);
      expect(await store().outbox.of(job.id)).toHaveLength(1);
      expect(await store().queue.forget(AT + 2)).toBe(1);
      expect([
        await store().events.after(0),
        await store().outbox.of(job.id),
        await store().outbox.claim('p', AT + HOUR),
        await store().children.upTo(job),
      ]).toEqual([[], [], null, []]);
    });
  });
}
