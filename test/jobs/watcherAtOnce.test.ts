import type { ServerResponse } from 'node:http';
import { Watching, answers } from '../support/watching';

const w = new Watching();
const [MINUTE, HOUR] = [60_000, 3_600_000];

describe('several at once', () => {
  /** Answers wait until they are let go. */
  function held(): { count: () => number; letGo: () => void } {
    const open: ServerResponse[] = [];
    w.answer = (response) => open.push(response);
    return {
      count: () => open.length,
      letGo: () => open.splice(0).forEach((response) => response.end('{"resumed":true}')),
    };
  }

  test('are called beside each other, but no more than four', async () => {
    const waiting = held();
    const by = w.watcher();
    for (const execution of ['1', '2', '3', '4', '5', '6']) await w.put({ execution });
    await by.look();
    while (waiting.count() < 4) await new Promise(setImmediate);
    await by.look();
    expect(waiting.count()).toBe(4);
    waiting.letGo();
    await by.idle();
    await by.look();
    while (waiting.count() < 2) await new Promise(setImmediate);
    waiting.letGo();
    await by.idle();
    expect(w.calls).toHaveLength(6);
    expect(await w.engine.watches.due(w.clock, 300_000)).toEqual([]);
  });

  test('never two for one execution, however often and from however many processes it is looked', async () => {
    const waiting = held();
    const [by, other] = [w.watcher(), w.watcher()];
    await w.put();
    for (const each of [by, other, by, other]) await each.look();
    while (waiting.count() < 1) await new Promise(setImmediate);
    w.clock += HOUR;
    await by.look();
    waiting.letGo();
    await Promise.all([by.idle(), other.idle()]);
    expect(w.calls).toHaveLength(1);
  });

  test('an execution that waits anew while the answer is on its way is not forgotten', async () => {
    const by = w.watcher();
    await w.put();
    w.answer = (response) => void w.put({ nextAt: w.clock + HOUR }).then(() => answers.resumed(response));
    await w.look(by);
    expect(await w.watch()).toMatchObject({ failures: 0, nextAt: w.clock + HOUR });
  });
});

test('what is under way when it stops is not waited for, and is asked again by the next one', async () => {
  w.answer = () => undefined;
  const by = w.watcher();
  await w.put();
  await by.look();
  while (w.calls.length < 1) await new Promise(setImmediate);
  await by.stop();
  await by.look();
  expect(w.calls).toHaveLength(1);
  w.answer = answers.resumed;
  w.clock += MINUTE;
  await w.look(w.watcher());
  expect([w.calls.length, await w.watch()]).toEqual([2, null]);
});
