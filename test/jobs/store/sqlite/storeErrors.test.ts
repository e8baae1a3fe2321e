import { isInTheWay, storeError } from '../../../../src/jobs/store/sqlite/storeErrors';

const sqliteError = (errcode: unknown, message = 'its own words') => Object.assign(new Error(message), { errcode });

const DAMAGED = [
  'store_unusable',
  /store \/jobs\.sqlite .*the file is damaged \(its own words\)/,
  /Move the file/,
] as const;
const KEPT = ['store_unusable', /another process keeps it locked/, /a process that hangs/] as const;
const CLOSED = ['store_unusable', /its own words/, /may be written to/] as const;
const FULL = ['disk_full', /\(\/jobs\.sqlite\)/, /./] as const;

// The numbers of sqlite.org/rescode.html, some with what SQLite adds above the low byte.
it.each([
  [5, KEPT],
  [261, KEPT],
  [517, KEPT],
  [6, KEPT],
  [262, KEPT],
  [8, CLOSED],
  [1032, CLOSED],
  [10, CLOSED],
  [778, CLOSED],
  [14, CLOSED],
  [11, DAMAGED],
  [267, DAMAGED],
  [26, DAMAGED],
  [13, FULL],
] as const)('result code %d of SQLite is told in the words of the table', (code, [kind, message, next]) => {
  const error = sqliteError(code);
  const told = storeError(error, '/jobs.sqlite');
  expect(told).toMatchObject({
    kind,
    message: expect.stringMatching(message) as string,
    next: expect.stringMatching(next) as string,
    cause: error,
  });
  expect(isInTheWay(error)).toBe([5, 6].includes(code % 256));
});

it.each([sqliteError(1), sqliteError(19), sqliteError(undefined), new Error('x'), null, undefined, 'text', 5])(
  '%p is no trouble of the file, and stays what it is',
  (error) => {
    expect(storeError(error, '/jobs.sqlite')).toBe(error);
    expect(isInTheWay(error)).toBe(false);
  },
);
