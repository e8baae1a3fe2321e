import { lstat, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { homeOf, makeHome } from '../../src/jobs/home';
import { ownInput } from '../../src/jobs/jobFiles';
import { fileSource, streamSource } from '../../src/pipeline/media/sources';
import { tempFolder } from '../pipeline/media/support/tempFolder';

const never = new AbortController().signal;
const root = tempFolder();
const home = () => homeOf({ MEDIA_JOBS_HOME: join(root(), 'home') });
const user = (name: string) => join(root(), name);

/** Path of the job's own file. */
async function owned(source: Parameters<typeof ownInput>[2]): Promise<string> {
  await makeHome(home());
  const input = await ownInput(home(), 'job_1', source, never);
  return 'path' in input ? input.path : '';
}

describe('an input that the job owns', () => {
  it('is another name for the same bytes, and outlives the first', async () => {
    await writeFile(user('clip.mov'), 'bytes');
    const path = await owned(fileSource(user('clip.mov')));
    expect(path).toBe(join(home().inputs, 'job_1', 'clip.mov'));
    expect((await stat(path)).ino).toBe((await stat(user('clip.mov'))).ino);
    await rm(user('clip.mov'));
    expect(await readFile(path, 'utf8')).toBe('bytes');
  });

  it('is the file that a symbolic link leads to, not the link', async () => {
    await writeFile(user('real.mov'), 'bytes');
    await symlink('real.mov', user('link.mov'));
    const path = await owned(fileSource(user('link.mov')));
    expect((await lstat(path)).isSymbolicLink()).toBe(false);
    for (const name of ['real.mov', 'link.mov']) await rm(user(name));
    expect(await readFile(path, 'utf8')).toBe('bytes');
  });

  it('is where a stream was saved to', async () => {
    const path = await owned(streamSource(Readable.from([Buffer.from('bytes')]), 'upload.mov'));
    expect(path.startsWith(join(home().inputs, 'job_1'))).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('bytes');
  });

  it('leaves no folder when there is none', async () => {
    await expect(owned(fileSource(user('absent.mov')))).rejects.toMatchObject({ kind: 'input_not_found' });
    await expect(stat(join(home().inputs, 'job_1'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
