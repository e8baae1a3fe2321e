import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeOf, makeHome } from '../../src/jobs/home';
import { apiKeys } from '../../src/server/apiKeys';
import { expectError, expectThrown } from '../support/expectError';
import { testHome } from '../support/engine';

const { env } = testHome();

async function keysFor(key?: string) {
  const home = homeOf(env());
  await makeHome(home);
  return { ...(await apiKeys(home, { ...env(), MEDIA_JOBS_API_KEY: key })), file: join(home.folder, 'api-key') };
}

describe('the keys of a server', () => {
  it('has one made at the first start, whose hash alone is kept', async () => {
    const { made, keys, file } = await keysFor();
    expect(made).toMatch(/^mj_[\w-]{32}$/);
    expect(keys.holderOf(`Bearer ${made ?? ''}`)).toMatch(/^[0-9a-f]{16}$/);
    expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const again = await keysFor();
    expect(again.made).toBeNull();
    expect(again.keys.holderOf(`Bearer ${made ?? ''}`)).toBe(keys.holderOf(`bearer ${made ?? ''}`));
  });

  it('is made once by two that start at once', async () => {
    const both = await Promise.all([keysFor(), keysFor()]);
    const made = both.flatMap((each) => each.made ?? []);
    expect(made).toHaveLength(1);
    for (const { keys } of both) keys.holderOf(`Bearer ${made[0] ?? ''}`);
  });

  it('takes those of the environment, and then no other', async () => {
    const { made } = await keysFor();
    const { keys, made: second } = await keysFor('one-key-of-the-environment, two-key-of-the-environment');
    expect(second).toBeNull();
    expect(keys.holderOf('Bearer one-key-of-the-environment')).not.toBe(
      keys.holderOf('Bearer two-key-of-the-environment'),
    );
    expectThrown(() => keys.holderOf(`Bearer ${made ?? ''}`), 'token_invalid');
  });

  it('refuses what is no key', async () => {
    const { keys, made } = await keysFor();
    for (const none of [undefined, '', '  ']) expectThrown(() => keys.holderOf(none), 'token_missing');
    for (const wrong of [
      'Bearer',
      'Bearer ',
      'Bearer wrong',
      `Basic ${made ?? ''}`,
      made ?? '',
      `Bearer ${made ?? ''}x`,
      `Bearer ${(made ?? '').slice(0, -1)}`,
    ])
      expectThrown(() => keys.holderOf(wrong), 'token_invalid');
  });

  it('is refused when it is short, or when its file is something else', async () => {
    await expectError(keysFor('short'), 'request_invalid', 'at least 16 characters');
    const { file } = await keysFor();
    writeFileSync(file, 'something');
    await expectError(keysFor(), 'request_invalid', 'does not hold the hash of a key');
  });
});
