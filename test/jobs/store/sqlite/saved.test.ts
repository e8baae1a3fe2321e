import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Engine } from '../../../../src/jobs/engine';
import { homeOf, makeHome } from '../../../../src/jobs/home';
import { openSecrets } from '../../../../src/jobs/jobSecrets';
import { fixture } from '../../../fixtures';
import { testHome, sealOf, storeOf } from '../../../support/engine';

/** The jobs of the store that version 0.1.0 left, by what has become of them. */
const JOBS = {
  kept: 'job_zkpFsfwbE2iaC6TZbNGD',
  named: 'job_Ex5YAuML7z8kH7BoB1_U',
  secret: 'job_zm8dkmVZbVJ54I2F-tcT',
  lost: 'job_EvQo6Au6tHw0TeKjq4dr',
  queued: 'job_l3JNg5__mA0OYYT5r-1s',
};
const never = new AbortController().signal;

const { open, env } = testHome();
/** What the addresses of that store were sealed with. */
const sealedBy = { N8N_ENCRYPTION_KEY: 'saved-by-0.1.0' };

/** Opens a copy of that store, with the inputs that its jobs own. */
async function savedEngine(): Promise<Engine> {
  const home = homeOf(env());
  await makeHome(home);
  const media = join(home.folder, 'media');
  mkdirSync(media);
  const saved = readFileSync(join(__dirname, '../../../fixtures/saved/0.1.0/jobs.sql'), 'utf8');
  const db = new DatabaseSync(home.store);
  db.exec(`PRAGMA journal_mode = WAL; ${saved.replaceAll('{{home}}', home.folder).replaceAll('{{media}}', media)}`);
  db.close();
  for (const input of [join(JOBS.lost, 'long.mp4'), join(JOBS.queued, 'in.mp4')]) {
    const path = join(home.inputs, input);
    mkdirSync(dirname(path));
    copyFileSync(await fixture('surround.mp4'), path);
  }
  return open({ env: { ...env(), ...sealedBy } });
}

it('shows the jobs of a store of version 0.1.0 as they were', async () => {
  const engine = await savedEngine();
  expect(await engine.jobs.get(JOBS.kept)).toMatchObject({
    kind: 'video',
    status: 'succeeded',
    options: { width: 32 },
    metadata: { who: 'cli' },
    output: join(engine.home.files, JOBS.kept, '1', 'in.mp4'),
  });
  expect(await engine.jobs.get(JOBS.named)).toMatchObject({
    kind: 'audio',
    status: 'succeeded',
    input: expect.stringMatching(/in\.mp4$/),
  });
  expect(await engine.jobs.get(JOBS.secret)).toMatchObject({
    status: 'failed',
    input: 'https://***@media.example/in.mov?sig=***',
    webhook_url: 'https://hooks.example/x?token=***',
  });
  const secret = await storeOf(engine).reader.get(JOBS.secret);
  expect(secret && (await openSecrets(sealOf(engine), secret))).toMatchObject({
    address: 'https://me:pw@media.example/in.mov?sig=canary',
    webhookUrl: 'https://hooks.example/x?token=canary',
  });
});

it('goes on with the jobs that waited, and with the one whose process was killed', async () => {
  const engine = await savedEngine();
  await engine.start();
  expect(await engine.jobs.ended(JOBS.queued, never)).toMatchObject({ status: 'succeeded', metadata: { later: '1' } });
  expect(await engine.jobs.ended(JOBS.lost, never)).toMatchObject({ status: 'succeeded' });
});
