import { AT } from './rows';
import type { Rows } from './rows';

/** Processes that have the store open, processes that jobs have started, and messages that were accepted. */
export function describeLists({ store }: Rows): void {
  it('processes beat, until others take them for lost', async () => {
    expect(await store().workers.all()).toContainEqual({
      id: 'p',
      pid: 7,
      started: 's',
      namespace: 'n',
      role: 'cli',
      beat: 0,
      seenAt: AT,
    });
    expect(await store().workers.beat('p', AT + 3)).toBe(true);
    expect((await store().workers.all()).map(({ id, beat, seenAt }) => [id, beat, seenAt])).toEqual([
      ['p', 1, AT + 3],
      ['q', 0, AT],
    ]);
    await store().workers.remove('p');
    expect(await store().workers.beat('p', AT + 4)).toBe(false);
  });

  it('the processes that a job has started are known by attempt', async () => {
    const of = (pid: number) => ({ pid, started: `at ${pid}`, namespace: 'n' });
    const claim = (token: number) => ({ id: 'job', token });
    for (const [token, pid] of [
      [1, 11],
      [1, 12],
      [2, 21],
    ] as const)
      await store().children.add(claim(token), of(pid));
    await store().children.add({ id: 'other', token: 1 }, of(11));
    expect(await store().children.upTo(claim(1))).toEqual([of(11), of(12)]);
    await store().children.remove(claim(1), 11);
    expect(await store().children.upTo(claim(2))).toEqual([of(12), of(21)]);
    await store().children.forgetUpTo(claim(1));
    expect(await store().children.upTo(claim(2))).toEqual([of(21)]);
    expect(await store().children.upTo({ id: 'other', token: 1 })).toEqual([of(11)]);
  });

  it('a message is seen once, until it is taken back or forgotten', async () => {
    const first = (source: string, id: string) => store().seen.firstTime(source, id, AT);
    expect([await first('a', '1'), await first('a', '1'), await first('b', '1'), await first('a', '2')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    await store().seen.takeBack('a', '1');
    expect([await first('a', '1'), await first('b', '1')]).toEqual([true, false]);
    await store().seen.forget(AT);
    expect(await first('a', '2')).toBe(false);
    await store().seen.forget(AT + 1);
    expect(await first('a', '2')).toBe(true);
  });
}
