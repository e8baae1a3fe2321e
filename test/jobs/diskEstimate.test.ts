import { join } from 'node:path';
import { statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { fileSource } from '../../src/pipeline/storage/sources';
import { testHome } from '../support/engine';

const { open } = testHome();

it('refuses a job whose result would fill the disk, before it is stored, and leaves no file', async () => {
  const engine = await open();
  const input = join(engine.home.folder, 'huge.mp4');
  writeFileSync(input, 'x');
  const { bavail, bsize } = statfsSync(engine.home.folder);
  // A file with a hole in it takes no room.
  truncateSync(input, bavail * bsize);
  const create = engine.jobs.create({
    request: { kind: 'video', options: {}, metadata: {} },
    input: fileSource(input),
  });
  await expect(create).rejects.toMatchObject({
    kind: 'disk_full',
    message: expect.stringMatching(/has [\d,]+ MB left, and the job may need [\d,]+ MB/) as string,
  });
  expect(await engine.jobs.list()).toEqual([]);
});
