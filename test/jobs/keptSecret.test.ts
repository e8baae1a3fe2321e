import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptSecret, SECRET_NAMES } from '../../src/jobs/keptSecret';
import { ResultLinks } from '../../src/jobs/resultLinks';
import { Seal } from '../../src/jobs/seal';
import { homeOf } from '../../src/jobs/home';
import { expectError } from '../support/expectError';
import { testHome } from '../support/engine';

const { open, env } = testHome();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-jobs-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const home = () => homeOf({ MEDIA_JOBS_HOME: folder });

describe.each([
  ['empty', ''],
  ['blank', '\n'],
])('a file that is %s', (_, text) => {
  it.each(SECRET_NAMES)('is refused in words at start, and left as it is: %s', async (name) => {
    const { MEDIA_JOBS_HOME: at = '' } = env();
    writeFileSync(join(at, name), text);
    await expectError(open(), 'secret_unusable', `${name} cannot be used as a key: it is empty`);
    expect(readFileSync(join(at, name), 'utf8')).toBe(text);
    expect(readdirSync(at).filter((each) => each.startsWith(`${name}.`))).toEqual([]);
  });
});

it.each([
  ['a part of a key', 'dGhpcyBpcyBub3QgYSB3aG9sZSBrZXk'],
  ['what decodes to nothing', '!'.repeat(43)],
  ['zeros, as a loss of power leaves them', '\0'.repeat(44)],
])('is no key when it holds %s', async (_, text) => {
  for (const name of ['link-secret', 'seal-key']) writeFileSync(join(folder, name), text);
  const words = 'it does not hold what was written to it';
  await expectError(ResultLinks.open(home(), Date.now), 'secret_unusable', words);
  await expectError(new Seal(folder, { N8N_USER_FOLDER: folder }).seal('text', 'a'), 'secret_unusable', words);
  for (const name of ['link-secret', 'seal-key']) expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
});

it('is made once by however many at the same time, whole and for this user alone', async () => {
  const made = await Promise.all(Array.from({ length: 10 }, () => keptSecret(folder, 'link-secret')));
  expect(new Set(made.map(({ text }) => text)).size).toBe(1);
  expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(readdirSync(folder)).toEqual(['link-secret']);
  expect(statSync(join(folder, 'link-secret')).mode & 0o777).toBe(0o600);
  expect(await keptSecret(folder, 'link-secret')).toEqual({ text: made[0]?.text, isNew: false });
});
