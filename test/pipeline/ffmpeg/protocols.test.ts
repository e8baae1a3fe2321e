import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binary } from '../../../src/pipeline/ffmpeg/find';
import { inputProtocols, readsOverHttp } from '../../../src/pipeline/ffmpeg/protocols';
import { fakeProgram } from '../../support/fakeBinary';
import { testBinaries } from '../../support/job';

const LIST = 'Supported file protocols:\nInput:\n  async\n  file\n  http\n  tcp\nOutput:\n  file\n  ftp\n';

it('takes the names of what can be read', () => {
  expect(inputProtocols(LIST)).toEqual(['async', 'file', 'http', 'tcp']);
  expect(inputProtocols(LIST.replaceAll('\n', '\r\n'))).toEqual(['async', 'file', 'http', 'tcp']);
  expect(inputProtocols('')).toEqual([]);
});

it('the ffmpeg at hand reads over HTTP', async () => expect(await readsOverHttp(await testBinaries())).toBe(true));

it('both have to, and know TCP too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'protocols-'));
  const printing = async (name: string, list: string): Promise<Binary> => ({
    path: await fakeProgram(join(folder, name), `printf '${list.replaceAll('\n', '\\n')}'`),
    version: '7.1',
    major: 7,
    origin: 'set',
    reason: '',
  });
  const [all, noTcp, noHttp, nothing] = await Promise.all([
    printing('a', LIST),
    printing('b', LIST.replace('  tcp\n', '')),
    printing('c', LIST.replace('  http\n', '')),
    printing('d', ''),
  ]);
  const answers = await Promise.all(
    [
      [all, all],
      [all, noTcp],
      [noHttp, all],
      [all, nothing],
    ].map(([ffmpeg, ffprobe]) => readsOverHttp({ ffmpeg: ffmpeg ?? all, ffprobe: ffprobe ?? all })),
  );
  expect(answers).toEqual([true, false, false, false]);
  await rm(folder, { recursive: true });
});
