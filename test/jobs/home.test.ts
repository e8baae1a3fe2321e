import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeOf, makeHome, refuseNetwork } from '../../src/jobs/home';

it.each([
  [{ MEDIA_JOBS_HOME: '/data/jobs', N8N_USER_FOLDER: '/x' }, '/data/jobs'],
  [{ N8N_USER_FOLDER: '/home/node' }, '/home/node/.n8n/media-jobs'],
  [{}, join(homedir(), '.n8n/media-jobs')],
])('with %j it is %s', (env, folder) => expect(homeOf(env).folder).toBe(folder));

it('can be entered by its user alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'media-jobs-home-'));
  const home = homeOf({ MEDIA_JOBS_HOME: join(folder, 'a', 'b') });
  await makeHome(home);
  for (const each of [home.folder, home.inputs, home.files, home.work]) expect(statSync(each).mode & 0o777).toBe(0o700);
  rmSync(folder, { recursive: true });
});

it('says which folder cannot be made', () =>
  expect(makeHome(homeOf({ MEDIA_JOBS_HOME: join(__filename, 'home') }))).rejects.toMatchObject({
    kind: 'store_unusable',
    message: expect.stringContaining('home.test.ts') as string,
  }));

it.each([
  [0x6969, 'NFS'],
  [0xfe534d42, 'SMB'],
  [0xfe534d42 | 0, 'SMB'],
  [0x00c36400, 'CephFS'],
])('refuses a network file system (%d)', (type, name) =>
  expect(refuseNetwork('/mnt/share', type)).rejects.toMatchObject({
    kind: 'store_unusable',
    message: expect.stringContaining(name) as string,
    next: expect.stringContaining('MEDIA_JOBS_HOME') as string,
  }),
);
it.each([
  [0xef53, 'ext4'],
  [0x58465342, 'xfs'],
  [0x01021994, 'tmpfs'],
  [0x794c7630, 'overlay'],
])('takes a local one (%d, %s)', (type) => expect(refuseNetwork('/data', type)).resolves.toBeUndefined());
