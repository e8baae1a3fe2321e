import { lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { homeOf, makeHome } from '../../src/jobs/home';
import { inputFolder, ownInput, sweepAttempts } from '../../src/jobs/jobFiles';
import type { StoredJob, StoredOutput } from '../../src/jobs/store/storedJob';
import { fileSource, streamSource } from '../../src/pipeline/storage/sources';
import { tempFolder } from '../pipeline/storage/support/tempFolder';

const never = new AbortController().signal;
const root = tempFolder();
/** No attempt here has begun to send anything. */
const access = () => Promise.reject(new Error('nobody has keys'));
const home = () => homeOf({ MEDIA_JOBS_HOME: join(root(), 'home') });
const user = (name: string) => join(root(), name);

/** Path of the job's own file. */
async function owned(source: Parameters<typeof ownInput>[1]): Promise<string> {
  await makeHome(home());
  const input = await ownInput(inputFolder(home(), 'job_1'), source, never);
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

describe('what attempts that were cut off have left beside a result', () => {
  const job = (output: StoredOutput) => ({ id: 'job_a-b', token: 2, request: { output } }) as StoredJob;
  const at = (...names: string[]) => Promise.all(names.map((name) => mkdir(user(name), { recursive: true })));

  it("is removed, up to the attempt that was lost; what is a later one's or another job's stays", async () => {
    const theirs = [
      '.media-jobs-job_a-b.3-x',
      '.media-jobs-job_c.1-x',
      '.media-jobs-x',
      'hls.old-x',
      'hls.old-job_c.1-x',
    ];
    await at('.media-jobs-job_a-b.1-x', '.media-jobs-job_a-b.2-y-z', 'hls', 'hls.old-job_a-b.2-x', ...theirs);
    await sweepAttempts(home(), job({ path: user('hls'), overwrite: true }), { keep: null, access });
    expect((await readdir(root())).sort()).toEqual([...theirs, 'hls'].sort());
  });

  it('comes back, where it is the folder that was to be replaced', async () => {
    await at('hls.old-job_a-b.2-x/kept');
    await sweepAttempts(home(), job({ path: user('hls'), overwrite: true }), { keep: null, access });
    expect(await readdir(root(), { recursive: true })).toEqual(['hls', 'hls/kept']);
  });

  it('is looked for in a folder that was named, too', async () => {
    await at('.media-jobs-job_a-b.1-x');
    await sweepAttempts(home(), job({ folder: root(), name: 'x', overwrite: false }), { keep: null, access });
    expect(await readdir(root())).toEqual([]);
  });
});
