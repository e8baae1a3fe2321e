import { AT, HOUR } from './rows';
import type { Rows } from './rows';

/** Executions of n8n that wait for jobs. */
export function describeWatches({ store, stored, claimed, endedAt }: Rows): void {
  describe('an execution that waits', () => {
    const wait = {
      sealedUrl: 's1.x',
      interval: 5,
      nextAt: AT + 100,
      limitAt: AT + 200,
      madeAt: AT,
    };
    const put = (execution: string, more: object = {}) =>
      store().watches.put({ execution, jobs: [], ...wait, ...more });
    const due = async (now: number) => (await store().watches.due(now, 50)).map(({ execution }) => execution);

    it('is kept in place of what it waited for before', async () => {
      await put('1', { jobs: ['job_old'] });
      const old = await store().watches.get('1');
      await put('1', { jobs: ['job_a'] });
      const watch = await store().watches.get('1');
      if (old === null || watch === null) throw new Error('it is there');
      expect(watch).toEqual({ ...wait, seq: watch.seq, execution: '1', jobs: ['job_a'], failures: 0 });
      // What is said of the one before is not said of this one.
      await store().watches.remove(old);
      expect(await store().watches.claim(old, AT + 120)).toBe(false);
      expect(await store().watches.get('1')).toEqual(watch);
      expect(await store().watches.get('2')).toBeNull();
      await store().watches.remove(watch);
      expect(await store().watches.get('1')).toBeNull();
    });

    it('is due at its time, and when its jobs have ended', async () => {
      const job = await claimed(await stored());
      await put('timed');
      await put('jobs', { jobs: [job.id], nextAt: AT + 150, limitAt: AT + 1000 });
      expect([await due(AT + 99), await due(AT + 100)]).toEqual([[], ['timed']]);
      await endedAt(job, AT);
      expect(await due(AT + 99)).toEqual(['jobs']);
    });

    it('is claimed once, put off and let go', async () => {
      await put('1');
      const watch = await store().watches.get('1');
      if (watch === null) throw new Error('it is there');
      expect(await store().watches.claim(watch, AT + 120)).toBe(true);
      expect(await store().watches.claim(watch, AT + 130)).toBe(false);
      expect(await store().watches.get('1')).toMatchObject({ nextAt: AT + 120, failures: 1 });
      await store().watches.postpone(watch, AT + 140);
      expect(await store().watches.get('1')).toMatchObject({ nextAt: AT + 140, failures: 1 });
      // After a poke neither its limit nor its jobs make it due: the time for the next one does.
      await put('2', { nextAt: AT + 190, limitAt: AT + 10 });
      expect(await due(AT + 10)).toContain('2');
    });

    it('is due when its limit has passed, when its jobs are gone, and after a clock was set back', async () => {
      await put('limit', { nextAt: AT + 40, limitAt: AT + 10 });
      await put('gone', { nextAt: AT + 150, jobs: ['job_none'] });
      expect(await due(AT + 9)).toEqual(['gone']);
      expect(await due(AT + 10)).toEqual(['limit', 'gone']);
      await put('back', { nextAt: AT + 400 * HOUR, limitAt: AT + 400 * HOUR, madeAt: AT + 399 * HOUR });
      expect(await due(AT)).toContain('back');
    });
  });
}
