import { HostShares } from '../../../src/jobs/webhooks/hostShares';

/** How many more may be begun to an address. */
function room(shares: HostShares, url: string): number {
  let count = 0;
  for (; shares.mayHave(url); count++) shares.begin(url);
  for (let at = 0; at < count; at++) shares.end(url, true);
  return count;
}

it('is eight for a host, by whatever path', () => {
  const shares = new HostShares();
  expect(room(shares, 'https://a.example/x')).toBe(8);
  for (const path of ['x', 'y', 'x?z=1']) shares.begin(`https://a.example/${path}`);
  expect(room(shares, 'https://A.example:443/z')).toBe(5);
  expect(room(shares, 'https://b.example/')).toBe(8);
  expect(room(shares, 'https://a.example:8443/')).toBe(8);
});

it('is one for a host that did not answer, until it does', () => {
  const shares = new HostShares();
  const url = 'https://a.example/';
  shares.begin(url);
  shares.end(url, false);
  shares.begin(url);
  expect(shares.mayHave(url)).toBe(false);
  shares.end(url, true);
  expect(room(shares, url)).toBe(8);
});

it('is 64 for all hosts together', () => {
  const shares = new HostShares();
  for (let at = 0; at < 64; at++) shares.begin(`https://h${at}.example/`);
  expect([shares.areGone, shares.mayHave('https://other.example/')]).toEqual([true, false]);
  shares.end('https://h0.example/', true);
  expect(shares.mayHave('https://other.example/')).toBe(true);
});

it('remembers a thousand hosts that did not answer, the newest', () => {
  const shares = new HostShares();
  for (let at = 0; at <= 1_000; at++) {
    shares.begin(`https://h${at}.example/`);
    shares.end(`https://h${at}.example/`, false);
  }
  expect(room(shares, 'https://h0.example/')).toBe(8);
  shares.begin('https://h1.example/');
  expect(shares.mayHave('https://h1.example/')).toBe(false);
});

it('takes what is no address for a host of its own', () => {
  const shares = new HostShares();
  expect([room(shares, ''), room(shares, 'nonsense')]).toEqual([8, 8]);
});
