import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSealed, macWith, Seal } from '../../src/jobs/seal';

let folder: string;
/** The environment of a process whose n8n, if it has one, is that of this folder. */
const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({ N8N_USER_FOLDER: folder, ...more });
const seal = (more: NodeJS.ProcessEnv = {}): Seal => new Seal(folder, env(more));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-jobs-seal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As n8n does at its first start. */
function n8nSettings(key: string): void {
  mkdirSync(join(folder, '.n8n'));
  writeFileSync(join(folder, '.n8n', 'config'), JSON.stringify({ encryptionKey: key }, null, '\t'));
}

it('opens what it has sealed, in another process too, and never writes the same twice', async () => {
  const [one, two] = [await seal().seal('canary', 'job 1'), await seal().seal('canary', 'job 1')];
  expect(one).not.toBe(two);
  expect([one, Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1')].join()).not.toContain('canary');
  expect(isSealed(one)).toBe(true);
  expect(await seal().open(one, 'job 1')).toBe('canary');
  expect(await seal().open(two, 'job 1')).toBe('canary');
});

it('without n8n has a key of its own, in a file that only this user can read', async () => {
  await seal().seal('text', 'a');
  expect(statSync(join(folder, 'seal-key')).mode & 0o777).toBe(0o600);
  expect(Buffer.from(readFileSync(join(folder, 'seal-key'), 'utf8').trim(), 'base64url')).toHaveLength(32);
});

it.each([
  ['the variable', () => env({ N8N_ENCRYPTION_KEY: 'key-of-n8n' })],
  [
    'the file that the variable names',
    () => {
      writeFileSync(join(folder, 'key'), 'key-of-n8n\n');
      return env({ N8N_ENCRYPTION_KEY_FILE: join(folder, 'key') });
    },
  ],
])('the command line finds in n8n’s settings the key that n8n has from %s, and makes none', async (_, of) => {
  n8nSettings('key-of-n8n');
  const sealed = await new Seal(folder, of()).seal('text', 'a');
  expect(await seal().open(sealed, 'a')).toBe('text');
  expect(() => statSync(join(folder, 'seal-key'))).toThrow('ENOENT');
});

it('opens what was sealed before n8n was there, and what n8n has sealed since it is', async () => {
  const early = seal();
  const before = await early.seal('before', 'a');
  n8nSettings('key-of-n8n');
  const after = await seal().seal('after', 'a');
  expect(after.split('.')[1]).not.toBe(before.split('.')[1]);
  expect(await seal().open(before, 'a')).toBe('before');
  expect(await early.open(after, 'a')).toBe('after');
});

it.each([
  ['with another key', (text: string) => text, { N8N_ENCRYPTION_KEY: 'another' }, 'a', /another key/],
  [
    'that was changed',
    (text: string) => `${text.slice(0, -2)}${text.endsWith('AA') ? 'BB' : 'AA'}`,
    {},
    'a',
    /was changed/,
  ],
  ['that was cut', (text: string) => text.slice(0, 20), {}, 'a', /was changed/],
  ['of something else', (text: string) => text, {}, 'b', /was changed/],
  ['of a later form', (text: string) => text.replace('s1', 's9'), {}, 'a', /another key/],
  ['that is none', () => 'plain', {}, 'a', /another key/],
])('says in words that it cannot open one %s', async (_, change, more, about, why) => {
  const sealed = await seal({ N8N_ENCRYPTION_KEY: 'one' }).seal('canary', 'a');
  await expect(seal({ N8N_ENCRYPTION_KEY: 'one', ...more }).open(change(sealed), about)).rejects.toMatchObject({
    kind: 'secrets_unreadable',
    message: expect.stringMatching(why) as string,
    next: expect.stringContaining('N8N_ENCRYPTION_KEY') as string,
  });
});

it('marks the same text alike with one key, and otherwise with another', async () => {
  const [one, two] = [await seal({ N8N_ENCRYPTION_KEY: 'one' }).key(), await seal({ N8N_ENCRYPTION_KEY: 'two' }).key()];
  expect(macWith(one, 'text')).toBe(macWith(one, 'text'));
  expect(macWith(one, 'text')).not.toBe(macWith(one, 'texts'));
  expect(macWith(one, 'text')).not.toBe(macWith(two, 'text'));
});

it('a settings file of n8n that cannot be made out is passed over', async () => {
  mkdirSync(join(folder, '.n8n'));
  writeFileSync(join(folder, '.n8n', 'config'), '{"encryptionKey": 7');
  expect(await seal().open(await seal().seal('text', 'a'), 'a')).toBe('text');
});

/** Made with another implementation of HKDF, AES-GCM and HMAC from the text "key-of-n8n": what stands in people's stores has to open for ever. */
const KNOWN = {
  id: '970456565456',
  sealed: 's1.970456565456.AAECAwQFBgcICQoLMAvsxoWZKbZ3q8WLNvZ0ijZR87R0lEbzrg',
  mac: '92c1583084cca8e98c411f10a69b6c8e9c42b07debaae7a1d341524f2ae203bc',
};

it('keeps its form: what was stored once is opened, found and marked as it was', async () => {
  const known = seal({ N8N_ENCRYPTION_KEY: 'key-of-n8n' });
  expect((await known.key()).id).toBe(KNOWN.id);
  expect(macWith(await known.key(), 'text')).toBe(KNOWN.mac);
  expect(await known.open(KNOWN.sealed, 'job 1')).toBe('canary ü');
  expect(await known.seal('', 'job 1')).toMatch(/^s1\.970456565456\.[\w-]{38}$/);
  expect(await known.open(await known.seal('canary ü', 'job 1'), 'job 1')).toBe('canary ü');
  expect([KNOWN.sealed, 's2.970456565456.x', 'plain', ''].map(isSealed)).toEqual([true, false, false, false]);
});

it('opens what any key seals that this process has, and seals with n8n’s variable before its file, and with that before its settings', async () => {
  const alone = Object.fromEntries(
    await Promise.all(
      ['variable', 'file', 'settings'].map(async (key) => [
        key,
        await seal({ N8N_ENCRYPTION_KEY: key }).seal(key, 'a'),
      ]),
    ),
  ) as Record<string, string>;
  n8nSettings('settings');
  writeFileSync(join(folder, 'key'), 'file');
  const given = { N8N_ENCRYPTION_KEY_FILE: join(folder, 'key') };
  const all = seal({ ...given, N8N_ENCRYPTION_KEY: 'variable' });
  for (const [key, sealed] of Object.entries(alone)) expect(await all.open(sealed, 'a')).toBe(key);
  const idOf = async (text: Promise<string>) => (await text).split('.')[1];
  expect(await idOf(all.seal('text', 'a'))).toBe(alone.variable?.split('.')[1]);
  expect(await idOf(seal(given).seal('text', 'a'))).toBe(alone.file?.split('.')[1]);
  expect(await idOf(seal().seal('text', 'a'))).toBe(alone.settings?.split('.')[1]);
});

it('looks for n8n’s settings in the user’s home where no other folder is named', async () => {
  n8nSettings('key-of-n8n');
  const home = jest.spyOn(os, 'homedir').mockReturnValue(folder);
  for (const none of [{}, { N8N_USER_FOLDER: '' }]) expect((await new Seal(folder, none).key()).id).toBe(KNOWN.id);
  home.mockRestore();
});

it.each(['{"encryptionKey": 7}', '{"encryptionKey": ""}', '{}', '[]', 'null', ''])(
  'settings of n8n that hold %s name no key',
  async (text) => {
    mkdirSync(join(folder, '.n8n'));
    writeFileSync(join(folder, '.n8n', 'config'), text);
    const own = await seal().key();
    expect(readFileSync(join(folder, 'seal-key'), 'utf8')).toMatch(/^[\w-]{43}\n$/);
    expect((await seal().key()).id).toBe(own.id);
  },
);

it('a key that could not be had is asked for again', async () => {
  const later = new Seal(join(folder, 'later'), env());
  await expect(later.key()).rejects.toThrow('ENOENT');
  mkdirSync(join(folder, 'later'));
  expect((await later.key()).id).toMatch(/^[0-9a-f]{12}$/);
});

it('reads its keys once while they fit', async () => {
  const one = seal();
  const sealed = await one.seal('text', 'a');
  rmSync(join(folder, 'seal-key'));
  expect(await one.open(sealed, 'a')).toBe('text');
});
