import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readText } from '../../../src/pipeline/run/readText';
import { fileSource } from '../../../src/pipeline/storage/sources';

const CUE = '1\r\n00:00:01,000 --> 00:00:02,000\r\nGrüße – “dahin”\r\n';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'texts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each<[string, Buffer]>([
  ['UTF-8', Buffer.from(CUE)],
  ['UTF-16, the lower byte first', Buffer.from(`\uFEFF${CUE}`, 'utf16le')],
  ['UTF-16, the higher byte first', Buffer.from(`\uFEFF${CUE}`, 'utf16le').swap16()],
  ['Windows-1252', Buffer.from(CUE.replace('–', '\x96').replace('“', '\x93').replace('”', '\x94'), 'latin1')],
])('%s is read', async (_name, bytes) => {
  const file = join(folder, 'a.srt');
  await writeFile(file, bytes);
  const use = { signal: new AbortController().signal, progress: () => undefined };
  expect(await readText(fileSource(file), folder, use)).toBe(CUE);
});
