import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { placeOfInput, storedInput } from '../../src/jobs/inputPlace';
import { homeOf, makeHome } from '../../src/jobs/home';
import { placeOfStranger } from '../../src/pipeline/storage/place';
import { expectThrown } from '../support/expectError';
import { testHome } from '../support/engine';

const { env, open } = testHome();

it.each([
  ['https://example.com/a b.mov', false],
  ['https://example.com/a.mov?sig=x', true],
  ['https://me:secret@example.com/a.mov', true],
  ['s3://bucket/a b.mov', false],
  ['s3://bucket/a.mov?token=x', true],
])('%s is stored as it was read, sealed where it hides something: %s', (text, hides) => {
  const place = placeOfStranger(text);
  const { input, hidden } = storedInput(place);
  expect([input.place, hidden.place]).toEqual(hides ? [undefined, place] : [place, undefined]);
  expect(JSON.stringify(input)).not.toMatch(/=x|secret/);
  const [inAgain, hiddenAgain] = JSON.parse(JSON.stringify([input, hidden])) as [typeof input, typeof hidden];
  expect(placeOfInput(inAgain, hiddenAgain)).toEqual(place);
});

it('reads the text of an older version as a stranger’s', () => {
  expect(placeOfInput({ address: 'https://a.example/?sig=***' }, { address: 'https://a.example/?sig=x' })).toEqual(
    placeOfStranger('https://a.example/?sig=x'),
  );
  for (const address of ['ht\ntp://x/../a.png', '/etc/passwd', 'a.png'])
    expectThrown(() => placeOfInput({ address }, {}), 'invalid_input');
});

/** A picture of this package, which the jobs of the store name: the folder that a relative path begins at is the package's. */
const PICTURE = 'docs/images/create-job-result.png';

it('opens no file for the jobs of a store of version 0.1 that were made to name one', async () => {
  expect(existsSync(PICTURE)).toBe(true);
  const withKey = { ...env(), N8N_ENCRYPTION_KEY: 'fixture' };
  const home = homeOf(withKey);
  await makeHome(home);
  const db = new DatabaseSync(home.store);
  db.exec(readFileSync(join(__dirname, 'store/sqlite/version2.sql'), 'utf8'));
  db.close();

  const engine = await open({ env: withKey });
  await engine.start();
  const ended = await Promise.all(
    (await engine.jobs.list()).map(({ id }) => engine.jobs.ended(id, new AbortController().signal)),
  );
  expect(ended.map(({ input, error }) => [input, error?.kind]).sort()).toEqual(
    [
      [`ht\ntp://x/../../${PICTURE}`, 'invalid_input'],
      [`htt\tp://x/../../${PICTURE}`, 'invalid_input'],
      [`\x01http:../${PICTURE}`, 'invalid_input'],
      [`http://***@x/../../${PICTURE}`, 'invalid_input'],
      ['http:\\\\127.0.0.1\\x', 'invalid_input'],
      ['http://127.0.0.1:9/in.png', 'address_refused'],
      ['http://***@127.0.0.1:9/in.png?sig=***', 'address_refused'],
    ].sort(),
  );
});
