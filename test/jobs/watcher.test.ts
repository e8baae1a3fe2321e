import { DatabaseSync } from 'node:sqlite';
import { bytesIn } from '../support/bytesIn';
import { Watching, answers } from '../support/watching';
import { anOrder } from '../support/engine';

const w = new Watching();
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

test('an execution that is due is called at its address, with nothing in the body, and forgotten when it goes on', async () => {
  await w.put();
  await w.look(w.watcher());
  expect(w.received).toMatchObject([
    {
      url: '/webhook-waiting/7?signature=abc/media-jobs',
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    },
  ]);
  expect(w.received).toHaveLength(1);
  expect(await w.watch()).toBeNull();
});

test('one that is not due is left alone', async () => {
  await w.put({ nextAt: w.clock + 1 });
  const by = w.watcher();
  await w.look(by);
  expect(w.calls).toEqual([]);
  w.clock += 1;
  await w.look(by);
  expect(w.calls).toHaveLength(1);
});

test('one that is gone is forgotten', async () => {
  w.answer = answers.finished;
  await w.put();
  await w.look(w.watcher());
  expect([w.calls.length, await w.watch()]).toEqual([1, null]);
});

describe('jobs of this store', () => {
  const end = (id: string) => w.engine.jobs.cancel(id);

  test('wake it when the last one has ended', async () => {
    const [one, other] = [await w.engine.jobs.create(anOrder()), await w.engine.jobs.create(anOrder())];
    await w.put({ jobs: [one.id, other.id], nextAt: w.clock + w.day });
    const by = w.watcher();
    await w.look(by);
    await end(one.id);
    await w.look(by);
    expect(w.calls).toEqual([]);
    await end(other.id);
    await w.look(by);
    expect([w.calls.length, await w.watch()]).toEqual([1, null]);
  });

  test('wake it when they are not there any more', async () => {
    await w.put({ jobs: ['job_forgotten'], nextAt: w.clock + w.day });
    await w.look(w.watcher());
    expect(w.calls).toHaveLength(1);
  });

  test('that run on: the time limit wakes it', async () => {
    const { id } = await w.engine.jobs.create(anOrder());
    await w.put({ jobs: [id], nextAt: w.clock + HOUR, limitAt: w.clock + HOUR });
    const by = w.watcher();
    w.clock += HOUR - 1;
    await w.look(by);
    expect(w.calls).toEqual([]);
    w.clock += 1;
    await w.look(by);
    expect(w.calls).toHaveLength(1);
  });

  test('an engine looks by itself', async () => {
    const job = await w.engine.jobs.create(anOrder());
    await w.put({ jobs: [job.id], nextAt: w.clock + w.day });
    const called = new Promise<void>((resolve) => {
      w.answer = (response) => {
        answers.resumed(response);
        resolve();
      };
    });
    const by = w.watcher();
    w.engine.addPeriodicTask(
      () => by.look(),
      () => by.stop(),
    );
    await end(job.id);
    await w.engine.start();
    await called;
    await by.idle();
    expect(await w.watch()).toBeNull();
  });
});

describe('an answer that is not clear', () => {
  test.each(['running', 'starting', 'failing', 'cut off'] as const)(
    '(%s) is no reason to give up: it is asked again, less and less often',
    async (kind) => {
      w.answer = answers[kind];
      await w.put({ jobs: ['job_ended'] });
      const by = w.watcher();
      const gaps: number[] = [];
      for (let times = 0; times < 12; times++) {
        const due = (await w.watch())?.nextAt ?? NaN;
        gaps.push(due - w.clock);
        w.clock = due - 1;
        if (times > 0) await w.look(by);
        expect(w.calls.length).toBe(times);
        w.clock = due;
        await w.look(by);
      }
      expect(w.calls).toHaveLength(12);
      expect(gaps.slice(1, 5)).toEqual([500, 1_000, 2_000, 4_000]);
      expect(gaps.slice(-2)).toEqual([2 * MINUTE, 2 * MINUTE]);
      w.answer = answers.resumed;
      w.clock = (await w.watch())?.nextAt ?? NaN;
      await w.look(by);
      expect(await w.watch()).toBeNull();
    },
  );

  test('also long after the limit, but not for ever', async () => {
    w.answer = answers.starting;
    await w.put({ limitAt: w.clock });
    const by = w.watcher();
    w.clock += 7 * w.day;
    await w.look(by);
    expect(await w.watch()).not.toBeNull();
    w.clock += HOUR;
    await w.look(by);
    expect(await w.watch()).toBeNull();
  });

  test('nobody listens', async () => {
    await w.put({ url: 'http://127.0.0.1:1/webhook-waiting/7' });
    await w.look(w.watcher());
    expect(await w.watch()).toMatchObject({ failures: 1, nextAt: w.clock + 500 });
  });

  test('its address, which is stored sealed, was sealed with a key that is gone', async () => {
    await w.put();
    expect(bytesIn(w.engine.home.folder)).not.toContain('signature=abc');
    const raw = new DatabaseSync(w.engine.home.store);
    raw.exec("UPDATE watch SET url = replace(url, 's1.', 's1.x')");
    raw.close();
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await w.look(w.watcher());
    expect(warned.mock.calls).toEqual([[expect.stringContaining('another key')]]);
    warned.mockRestore();
    expect(await w.watch()).toMatchObject({ failures: 1, nextAt: w.clock + 500 });
  });

  test('a server that never answers is not waited for', async () => {
    w.answer = () => undefined;
    await w.put();
    await w.look(w.watcher(undefined, 50));
    expect([w.calls.length, (await w.watch())?.failures]).toEqual([1, 1]);
  });

  test('an answer without end is not read', async () => {
    w.answer = (response) => {
      const more = (): unknown =>
        response.write('x'.repeat(10_000)) ? setImmediate(more) : response.once('drain', more);
      response.once('close', () => response.removeAllListeners('drain'));
      more();
    };
    await w.put();
    await w.look(w.watcher());
    expect((await w.watch())?.failures).toBe(1);
  });

  test('a redirect is not followed', async () => {
    w.answer = (response, path) =>
      path === '/elsewhere' ? answers.resumed(response) : response.writeHead(307, { location: '/elsewhere' }).end();
    await w.put();
    await w.look(w.watcher());
    expect(w.calls).not.toContain('/elsewhere');
    expect((await w.watch())?.failures).toBe(1);
  });
});

describe('the addresses', () => {
  const both = (url: string) => [w.at('/own'), url];

  test('the second one is not called when the first one answers clearly', async () => {
    await w.put();
    await w.look(w.watcher(both));
    expect(w.calls).toEqual(['/own']);
  });

  test('the second one is called when the first one is somebody else', async () => {
    w.answer = (response, path) => (path === '/own' ? response.end('<h1>It works!</h1>') : answers.resumed(response));
    await w.put();
    await w.look(w.watcher(both));
    expect([w.calls.length, await w.watch()]).toEqual([2, null]);
  });

  test('the second one is called when nobody listens at the first one', async () => {
    await w.put();
    await w.look(w.watcher((url) => ['http://127.0.0.1:1/own', url]));
    expect([w.calls.length, await w.watch()]).toEqual([1, null]);
  });
});

describe('jobs that do not tell of themselves', () => {
  test('are looked at less and less often, and at the limit', async () => {
    w.answer = answers.waiting;
    await w.put({ limitAt: w.clock + 2 * HOUR });
    const by = w.watcher();
    const begin = w.clock;
    const gaps: number[] = [];
    while (w.clock < begin + 2 * HOUR) {
      await w.look(by);
      const next = (await w.watch())?.nextAt ?? NaN;
      gaps.push(next - w.clock);
      w.clock = next;
    }
    expect(w.clock).toBe(begin + 2 * HOUR);
    expect(gaps[0]).toBe(5 * SECOND);
    expect(Math.max(...gaps)).toBe(5 * MINUTE);
    expect(gaps.slice(0, -1)).toEqual([...gaps.slice(0, -1)].sort((a, b) => a - b));
    expect(w.calls.length).toBeLessThan(80);
  });

  test('when n8n goes on answering after the limit that it waits, it is not called without a pause', async () => {
    w.answer = answers.waiting;
    await w.put({ limitAt: w.clock, jobs: ['job_ended'] });
    const by = w.watcher();
    await w.look(by);
    await w.look(by);
    expect(w.calls).toHaveLength(1);
    expect((await w.watch())?.nextAt).toBe(w.clock + 5 * SECOND);
  });
});
