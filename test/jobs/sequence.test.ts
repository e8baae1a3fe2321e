import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSecrets } from '../../src/jobs/jobSecrets';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { fileSource } from '../../src/pipeline/storage/sources';
import { tempFolder } from '../pipeline/storage/support/tempFolder';
import { anOrder, performing, sealOf, storeOf, testHome } from '../support/engine';
import { mediaError } from '../../src/pipeline/errors/mediaError';

const home = testHome();
const root = tempFolder();
const never = new AbortController().signal;

/** Two files, and an address that hides a key. */
async function clips() {
  for (const name of ['a.mp4', 'b.mp4']) await writeFile(join(root(), name), name);
  return [
    { asked: { start: 1, end: 2 }, input: fileSource(join(root(), 'a.mp4')) },
    { asked: {}, input: { place: placeOnWeb('https://user:secret@media.example/c.mp4?token=hidden') } },
    { asked: { volume: 0.5 }, input: fileSource(join(root(), 'b.mp4')) },
  ];
}

test('a stored job shows its clips as asked for, owns its files, and seals what an address hides', async () => {
  const engine = await home.open();
  const job = await engine.jobs.create(anOrder({ input: { clips: await clips() } }), never);
  expect([job.input, job.inputs]).toEqual([
    null,
    [
      { url: join(root(), 'a.mp4'), start: 1, end: 2 },
      { url: expect.stringMatching(/^https:\/\/.*@media\.example\/c\.mp4/) as string },
      { url: join(root(), 'b.mp4'), volume: 0.5 },
    ],
  ]);
  expect(JSON.stringify(job)).not.toMatch(/secret|hidden/);
  const stored = await storeOf(engine).reader.get(job.id);
  expect(JSON.stringify(stored?.request)).not.toMatch(/secret|hidden/);
  const secrets = await openSecrets(sealOf(engine), { id: job.id, sealed: stored?.sealed ?? null });
  expect(secrets.clips?.map(({ place }) => place && 'href' in place && place.href)).toEqual([
    undefined,
    'https://user:secret@media.example/c.mp4?token=hidden',
    undefined,
  ]);
  for (const name of ['a.mp4', 'b.mp4']) await rm(join(root(), name));
  const input = stored?.request.input;
  const owned = input !== undefined && 'clips' in input ? input.clips.map(({ input: of }) => of) : [];
  const texts = await Promise.all(owned.flatMap((one) => ('path' in one ? [readFile(one.path, 'utf8')] : [])));
  expect(texts).toEqual(['a.mp4', 'b.mp4']);
});

test('an attempt is given all clips in their order; a retry, too, unless one of them is gone', async () => {
  let seen: unknown[] = [];
  const fails = performing(({ queued, job, secrets }) => {
    const { input } = job.request;
    seen = [queued.inputs?.length, 'clips' in input && input.clips.length, secrets.clips?.length];
    throw mediaError('encode_failed', { why: 'a test' });
  });
  const engine = await home.open({ performers: { local: fails } });
  await engine.start();
  const job = await engine.jobs.create(anOrder({ input: { clips: await clips() } }), never);
  expect((await engine.jobs.ended(job.id, never)).status).toBe('failed');
  expect(seen).toEqual([3, 3, 3]);
  const again = await engine.jobs.retry(job.id);
  expect(again.inputs).toEqual(job.inputs);
  expect((await engine.jobs.ended(job.id, never)).status).toBe('failed');
  const folder = join(home.env().MEDIA_JOBS_HOME ?? '', 'inputs', job.id);
  expect((await readdir(folder)).sort()).toEqual(['0', '2']);
  await rm(join(folder, '2'), { recursive: true });
  await expect(engine.jobs.retry(job.id)).rejects.toMatchObject({ kind: 'input_gone' });
});

test('the same clips with the same key are the same job; others are none', async () => {
  const engine = await home.open();
  const order = async (volume: number) => {
    const [first, second, third] = await clips();
    return anOrder({
      idempotencyKey: 'mine',
      input: { clips: [first, second, { ...third, asked: { volume } }] as never },
    });
  };
  const { id } = await engine.jobs.create(await order(0.5), never);
  expect((await engine.jobs.create(await order(0.5), never)).id).toBe(id);
  await expect(engine.jobs.create(await order(1), never)).rejects.toMatchObject({ kind: 'idempotency_conflict' });
});

test('what is read beside the inputs is owned, shown and sealed as they are', async () => {
  let seen: unknown = null;
  const fails = performing(({ queued, secrets }) => {
    seen = [queued.options, queued.inputs?.[1], secrets.references?.map(({ place }) => place !== undefined)];
    throw mediaError('encode_failed', { why: 'a test' });
  });
  const engine = await home.open({ performers: { local: fails } });
  await engine.start();
  await writeFile(join(root(), 'voice.mp3'), 'voice');
  const secret = 'https://user:secret@media.example/bed.mp3?token=hidden';
  const given = anOrder({ input: { clips: await clips() } });
  const order = (music: string) => ({
    ...given,
    idempotencyKey: 'beside',
    request: { ...given.request, options: { music_url: `${music}#t=1` } },
    references: [
      { asked: { name: 'music_url', start: 1 }, input: { place: placeOnWeb(music) } },
      { asked: { name: 'audio_url', clip: 1 }, input: fileSource(join(root(), 'voice.mp3')) },
    ],
  });
  const job = await engine.jobs.create(order(secret), never);
  const stored = await storeOf(engine).reader.get(job.id);
  expect(JSON.stringify([job, stored?.request])).not.toMatch(/secret|hidden/);
  const shown = { music_url: expect.stringMatching(/^https:\/\/.*@media\.example\/bed\.mp3.*#t=1$/) as string };
  expect(job.options).toEqual(shown);
  expect((await engine.jobs.create(order(secret), never)).id).toBe(job.id);
  await expect(engine.jobs.create(order(`${secret}2`), never)).rejects.toMatchObject({ kind: 'idempotency_conflict' });
  await rm(join(root(), 'voice.mp3'));
  const kept = stored?.request.references?.[1]?.input;
  expect(kept && 'path' in kept && (await readFile(kept.path, 'utf8'))).toBe('voice');
  expect((await engine.jobs.ended(job.id, never)).status).toBe('failed');
  expect(seen).toEqual([shown, expect.objectContaining({ audio_url: join(root(), 'voice.mp3') }), [true, false]]);
});
