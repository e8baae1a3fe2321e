import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeOf, makeHome } from '../../../src/jobs/home';
import type { Home } from '../../../src/jobs/home';
import { webhookSecrets } from '../../../src/jobs/webhooks/secrets';
import { tempFolder } from '../../pipeline/storage/support/tempFolder';

const folder = tempFolder();
const [ONE, TWO] = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`) as [string, string];

let home: Home;
beforeEach(async () => {
  home = homeOf({ MEDIA_JOBS_HOME: join(folder(), 'home') });
  await makeHome(home);
});
const file = () => join(home.folder, 'webhook-secret');

it.each([ONE, `${ONE},${TWO}`, `${ONE} ${TWO}`, ` ${ONE},\n\t${TWO} ,`])(
  'the variable holds one secret, or two while one replaces the other: %j',
  async (text) => {
    const secrets = await webhookSecrets(home, { MEDIA_JOBS_WEBHOOK_SECRET: text });
    expect(secrets).toEqual(text === ONE ? [ONE] : [ONE, TWO]);
    expect(() => statSync(file())).toThrow('ENOENT');
  },
);

it('without it one is made at first use, and kept for this user', async () => {
  for (const env of [{}, { MEDIA_JOBS_WEBHOOK_SECRET: '' }]) {
    const [secret] = await webhookSecrets(home, env);
    expect(Buffer.from(secret?.replace(/^whsec_/, '') ?? '', 'base64')).toHaveLength(32);
    expect(readFileSync(file(), 'utf8')).toBe(`${secret ?? ''}\n`);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  }
});

it('a file that somebody has written is read in the same way, and named where it is wrong', async () => {
  writeFileSync(file(), `${TWO}\n${ONE}\n`);
  expect(await webhookSecrets(home, {})).toEqual([TWO, ONE]);
  writeFileSync(file(), 'hunter2\n');
  await expect(webhookSecrets(home, {})).rejects.toMatchObject({
    kind: 'webhook_secret_invalid',
    message: expect.stringContaining(`The file ${file()} cannot be used`) as string,
  });
  await expect(webhookSecrets(home, { MEDIA_JOBS_WEBHOOK_SECRET: 'hunter2' })).rejects.toMatchObject({
    message: expect.stringContaining('MEDIA_JOBS_WEBHOOK_SECRET cannot be used') as string,
  });
});
