import { redact, shownAddress } from '../../../src/pipeline/base/redact';

const LINK = `1700000000000.${'a'.repeat(43)}`;

it.each([
  ['https://user:pa55@example.com/a.mp4', 'https://***@example.com/a.mp4'],
  ['s3://AKIA:secret@bucket/key', 's3://***@bucket/key'],
  ['https://user:p@55@example.com/a.mp4', 'https://***@example.com/a.mp4'],
  ['ftp://t0ken@example.com/a.mp4', 'ftp://***@example.com/a.mp4'],
  ['see //user:pa55@example.com/a.mp4', 'see //***@example.com/a.mp4'],
  [
    'https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA%2F1&X-Amz-Signature=abc&X-Amz-Expires=9',
    'https://b.s3.amazonaws.com/k?X-Amz-Credential=***&X-Amz-Signature=***&X-Amz-Expires=9',
  ],
  [
    'see https://x.blob.core.windows.net/c/b?sv=2020&sig=a%2Bb now',
    'see https://x.blob.core.windows.net/c/b?sv=2020&sig=*** now',
  ],
  ['https://e.com/?token=t0p#frag', 'https://e.com/?token=***#frag'],
  ['https://e.com/a#access_token=t0p', 'https://e.com/a#access_token=***'],
  ['Authorization: Bearer abcdef123456', 'Authorization: Bearer ***'],
  [`http://127.0.0.1:4680/outputs/job_1/${LINK}/a.mp4`, 'http://127.0.0.1:4680/outputs/job_1/***/a.mp4'],
])('masks the secret in %s', (text, masked) =>
  expect(
    [redact(text), ...(/^[a-z0-9]+:\/\/\S+$/.test(text) ? [shownAddress(text)] : [])].every((each) => each === masked),
  ).toBe(true),
);

it.each([
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Amz-Security-Token',
  'X-Goog-Signature',
  'Signature',
  'AWSAccessKeyId',
  'Key-Pair-Id',
  'Policy',
  'sas',
  'sig',
  'token',
  'access_token',
  'auth[token]',
  'key',
  'api_key',
  'apiKey',
  'x-api-key',
  'subscription-key',
  'password',
  'pwd',
  'secret',
  'client_secret',
  'auth',
  'auth_key',
  'jwt',
  'code',
  'hdnts',
  'session_token',
  'sessionid',
])('takes the query value %s for a secret, in text and in an address, in any case', (name) => {
  for (const each of [name, name.toUpperCase()]) {
    expect(redact(`at https://e.com/a?v=1&${each}=canary&w=2`)).toBe(`at https://e.com/a?v=1&${each}=***&w=2`);
    expect(shownAddress(`https://e.com/a?v=1&${each}=canary&w=2`)).toBe(`https://e.com/a?v=1&${each}=***&w=2`);
  }
});

it.each([
  'https://example.com/upload.mov',
  'https://example.com/a%20b.mp4?width=3&v=2',
  '/home/me/a@b/video.mp4',
  'a key and a token of thanks',
])('leaves %s as it is', (text) => expect(redact(text)).toBe(text));

it.each([
  'https://example.com/upload.mov',
  'HTTP://EXAMPLE.com:80/a%20b.mp4?width=3&v=2&keyword=a&monkey=b#t=10',
  'https://example.com/@me/a.mp4?to=me@example.com',
  'https://example.com/a.mp4?next=https://example.com/b.mp4',
  'https://example.com/a b.mp4?q=%zz',
  'https://example.com/a.mp4?key=&token',
  ' https://example.com/a.mp4',
  's3://bucket/a b?c.mp4',
  'https://@example.com/a.mp4',
])('an address without secrets is shown byte for byte: %s', (address) => expect(shownAddress(address)).toBe(address));

it.each([
  'https:user:canary@example.com/a.mp4',
  'https:\\\\user:canary@example.com\\a.mp4',
  'https:/user:canary@example.com/a.mp4',
  'ht\ntps://us\ter:can\nary@example.com/a.mp4',
  ' https://user:canary@example.com/',
  'https://user:can"ary canary@example.com/',
  'https://canary@example.com/',
  'https://e.com/?X-Amz-Signatur%65=canary',
  'https://e.com/?%74oken=canary',
  'https://e.com/?tok\nen=canary',
  'https://e.com/?token=a"canary b',
  'https://e.com/?auth%5Btoken%5D=canary',
  'https://e.com/?a=1;sig=canary',
  'https://e.com/?a=1?sig=1&+token=canary',
  'https://e.com/?token=a=canary',
])('no way to write an address that is fetched all the same gets its secret shown: %j', (address) => {
  // Each is one for whoever fetches it.
  expect(URL.canParse(address)).toBe(true);
  expect(shownAddress(address)).not.toMatch(/canary|can"?ary|ary/);
});

it('shows the same of what was shown', () => {
  for (const address of ['https://user:canary@e.com/a?sig=canary&w=2', 'https://e.com/a?w=2'])
    expect(shownAddress(shownAddress(address))).toBe(shownAddress(address));
});

it('masks what stands in a long text as in a short one, and shows 64 kB of it', () => {
  const line = 'see https://user:canary@e.com/?a=1&sig=canary and Bearer canary123 ';
  const shown = redact(line.repeat(2_000));
  expect(shown).not.toContain('canary');
  expect(shown.length).toBeLessThanOrEqual(65_537);
  expect(shown.endsWith(' …')).toBe(true);
});

it('shows no part of a secret that the end of what is shown cuts through', () => {
  for (const before of [' ', '\n']) {
    const text = `${'x'.repeat(65_500)}${before}https://user:${'canary'.repeat(100)}@e.com/`;
    expect(redact(text)).toBe(`${'x'.repeat(65_500)}${before}…`);
  }
  expect(redact(`https://user:${'canary'.repeat(20_000)}@e.com/`)).toBe('…');
});

it('does not show what is too long for an address', () =>
  expect(shownAddress(`https://user:${'canary'.repeat(2_000)}@e.com/`)).toBe('an address of 12,020 characters'));

it.each([
  ['at https:user:canary@e.com/a', 'at https:***@e.com/a'],
  ['at http:user:canary@e.com/a', 'at http:***@e.com/a'],
  ['at http:/user:canary@e.com/a', 'at http:/***@e.com/a'],
  ['at http:\\user:canary@e.com/a', 'at http:\\***@e.com/a'],
  ['Bearer  \t canary123', 'Bearer ***'],
])('masks a login or a token however it is written: %j', (text, masked) => expect(redact(text)).toBe(masked));

it.each(['https://@e.com/', 'http:host/a@b.mp4', 'C:/me@home/a.mp4', 'see //me@home', 'localhost:80//me@home'])(
  'takes no name with an @ for a login: %s',
  (text) => expect(redact(text)).toBe(text),
);

it('shows a text and an address of the greatest length whole, and its last word where that ends there', () => {
  const message = 'x'.repeat(65_536);
  expect(redact(message)).toBe(message);
  expect(redact(`${message} y`)).toBe(`${message} …`);
  const address = `https://e.com/${'a'.repeat(8_178)}`;
  expect(shownAddress(address)).toBe(address);
  expect(shownAddress(`${address}a`)).toBe('an address of 8,193 characters');
});

it('shows what is no address as a text, and one with line ends byte for byte', () => {
  expect(shownAddress('/home/a?x=https://user:canary@e.com/')).toBe('/home/a?x=https://***@e.com/');
  expect(shownAddress('ht\ntps://e.com/a')).toBe('ht\ntps://e.com/a');
});

it('finds a secret behind a second question mark, and reads names that cannot be decoded as they stand', () => {
  expect(shownAddress('https://e.com/?abc?token=canary')).toBe('https://e.com/?abc?token=***');
  expect(shownAddress('https://e.com/?%zz=1&%zz_token=canary')).toBe('https://e.com/?%zz=1&%zz_token=canary');
});

it('masks a login in an address inside of an address, and in one without a scheme', () => {
  const nested = 'http://u:canary@h.example/x';
  expect(shownAddress(`https://e.com/a?w=1&b=${encodeURIComponent(nested)}#t=1`)).toBe('https://e.com/a?w=1&b=***#t=1');
  expect(shownAddress(`https://e.com/a?b=${nested}`)).toBe('https://e.com/a?b=***');
  expect(shownAddress('https://e.com/a?to=me@example.com')).toBe('https://e.com/a?to=me@example.com');
  expect(shownAddress('//u:canary@h.example/a')).toBe('//***@h.example/a');
  expect(redact('given: "//u:canary@h.example/a"')).toBe('given: "//***@h.example/a"');
  expect(redact('node_modules//@scope/a')).toBe('node_modules//@scope/a');
});
