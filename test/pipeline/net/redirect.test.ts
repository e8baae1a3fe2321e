import { isRedirect, redirectTarget } from '../../../src/pipeline/net/redirect';
import { expectThrown } from '../../support/expectError';

const from = new URL('https://media.test/a/b.mp4?x=1');

it.each([
  [301, true],
  [302, true],
  [303, true],
  [307, true],
  [308, true],
  [200, false],
  [300, false],
  [304, false],
  [404, false],
])('status %d: %s', (status, redirects) => {
  expect(isRedirect(status)).toBe(redirects);
});

it.each([
  ['https://other.test/c', 'https://other.test/c'],
  ['/c', 'https://media.test/c'],
  ['c.mp4', 'https://media.test/a/c.mp4'],
  ['//other.test/c', 'https://other.test/c'],
])('%s leads to %s', (location, to) => {
  expect(redirectTarget(from, location, 0).href).toBe(to);
});

it('is not followed from https to http', () => {
  expectThrown(() => redirectTarget(from, 'http://media.test/a', 0), 'redirect_refused', 'from https to http');
  expect(redirectTarget(new URL('http://media.test/'), 'https://media.test/', 0).protocol).toBe('https:');
});

it('is followed five times', () => {
  expect(redirectTarget(from, '/c', 9).pathname).toBe('/c');
  expectThrown(() => redirectTarget(from, '/c', 10), 'redirect_refused');
});

it.each([undefined, 'http://', 'https://[::1'])(
  'without an address that can be read (%s) it is an error',
  (location) => {
    expectThrown(() => redirectTarget(from, location, 0), 'redirect_refused');
  },
);

it('shows no password', () => {
  const error = expectThrown(
    () => redirectTarget(new URL('https://user:hunter2@media.test/'), 'http://x:hunter3@other.test/', 0),
    'redirect_refused',
  );
  expect(JSON.stringify(error)).not.toMatch(/hunter/);
});
