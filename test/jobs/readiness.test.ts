import { Readiness } from '../../src/jobs/readiness';

/** A page that answers what it is told to, and a clock that stands still until it is set. */
function page() {
  const answers: ((status: number | null) => void)[] = [];
  let now = 1_000;
  const readiness = new Readiness({ status: () => new Promise((resolve) => answers.push(resolve)), now: () => now });
  return {
    readiness,
    asked: () => answers.length,
    async answer(status: number | null) {
      answers.at(-1)?.(status);
      await new Promise(setImmediate);
    },
    pass: (ms: number) => (now += ms),
  };
}

test('is not ready until the page says so, and is asked once at a time', async () => {
  const { readiness, asked, answer } = page();
  expect([readiness.look(), readiness.look(), asked()]).toEqual([false, false, 1]);
  await answer(503);
  expect([readiness.look(), asked()]).toEqual([false, 2]);
  await answer(200);
  expect([readiness.look(), readiness.look(), asked()]).toEqual([true, true, 2]);
});

test('an n8n without the page counts as ready', async () => {
  const { readiness, answer } = page();
  readiness.look();
  await answer(404);
  expect(readiness.look()).toBe(true);
});

test('where nobody answers, it is waited for a minute', async () => {
  const { readiness, answer, pass } = page();
  readiness.look();
  pass(60_000);
  await answer(null);
  expect(readiness.look()).toBe(false);
  pass(1);
  await answer(null);
  expect(readiness.look()).toBe(true);
});

test('an n8n that says that it is not ready is waited for, however long', async () => {
  const { readiness, answer, pass } = page();
  readiness.look();
  pass(3_600_000);
  await answer(503);
  expect(readiness.look()).toBe(false);
});
