import { appendFile, mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { readCapabilities } from '../../../src/pipeline/ffmpeg/capabilities';
import { findBinaries } from '../../../src/pipeline/ffmpeg/find';
import type { Binary } from '../../../src/pipeline/ffmpeg/find';
import { installedPackages } from '../../../src/pipeline/ffmpeg/bundled';
import { encoderFor } from '../../../src/pipeline/ffmpeg/encoders';
import { fakeProgram } from '../../support/fakeBinary';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'capabilities-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const binary = (path: string): Binary => ({ path, version: '7.1', major: 7, origin: 'set', reason: '' });

/** The lists of releases 5 to 8 differ in their columns. */
const LISTS = `case "$2" in
-encoders) printf ' V..... = Video\\n ...X.. = Codec is experimental\\n ------\\n V....D libx264   H.264\\n V..X.. libaom-av1  AV1\\n A....D aac  AAC\\n';;
-decoders) printf ' V..... = Video\\n ------\\n VFS..D h264   H.264\\n A....D mp3float  MP3 (codec mp3)\\n';;
-muxers) printf ' D.. = Demuxing supported\\n .E. = Muxing supported\\n ..d = Is a device\\n ---\\n  E  mp4    MP4\\n  Ed alsa   ALSA\\n  E  matroska,webm  Both\\n';;
-filters) printf '  T. = Timeline support\\n  | = Source or sink filter\\n TS scale   V->V  Scale\\n .. split  V->N  Split\\n T.C eq  V->V  Eq\\n';;
esac`;

test('reads the lists, leaving experimental encoders and the legend out', async () => {
  const path = await fakeProgram(join(root, 'ffmpeg'), LISTS);
  expect(await readCapabilities(binary(path))).toEqual({
    binary: path,
    version: '7.1',
    names: new Set(['libx264', 'aac']),
    decoders: new Set(['h264', 'mp3float']),
    muxers: new Set(['mp4', 'alsa', 'matroska', 'webm']),
    filters: new Set(['scale', 'split', 'eq']),
  });
});

test('asks each build once, and again when the file has changed', async () => {
  const log = join(root, 'log');
  await appendFile(log, '');
  const path = await fakeProgram(join(root, 'ffmpeg'), `echo "$2" >> ${log}\n${LISTS}`);
  const runs = async () => (await readFile(log, 'utf8')).trim().split('\n').sort();
  const [first, second] = await Promise.all([readCapabilities(binary(path)), readCapabilities(binary(path))]);
  expect(second).toBe(first);
  expect(await readCapabilities(binary(path))).toBe(first);
  expect(await runs()).toEqual(['-decoders', '-encoders', '-filters', '-muxers']);
  await utimes(path, 1, 1);
  await readCapabilities(binary(path));
  expect(await runs()).toHaveLength(8);
});

test('a binary that lists nothing or is gone is an error', async () => {
  const silent = await fakeProgram(join(root, 'ffmpeg'), 'exit 0');
  await expect(readCapabilities(binary(silent))).rejects.toMatchObject({ kind: 'ffmpeg_missing' });
  await expect(readCapabilities(binary(join(root, 'gone')))).rejects.toMatchObject({
    kind: 'ffmpeg_missing',
    message: expect.stringContaining('is gone'),
  });
});

test('every encoder that the found ffmpeg calls usable is listed, and nothing else', async () => {
  const { ffmpeg } = await findBinaries();
  const { names, filters, muxers } = await readCapabilities(ffmpeg);
  const { stdout } = await execa(ffmpeg.path, ['-hide_banner', '-encoders']);
  const lines = stdout
    .slice(stdout.indexOf('------'))
    .split('\n')
    .slice(1)
    .filter((line) => line.slice(1, 7)[3] !== 'X');
  expect([...names]).toEqual(
    [...new Set(lines.map((line) => line.slice(8).split(' ')[0]))].filter((name) => name !== ''),
  );
  expect([...filters]).toEqual(expect.arrayContaining(['scale', 'palettegen', 'split', 'aresample']));
  expect([...muxers]).toEqual(
    expect.arrayContaining(['mp4', 'mov', 'webm', 'mp3', 'adts', 'ogg', 'wav', 'flac', 'hls', 'gif']),
  );
});

test('the bundled build of 2018 counts as having no AV1: its libaom is experimental', async () => {
  const path = (await installedPackages.bundled('ffmpeg')) ?? '';
  const capabilities = await readCapabilities({ ...binary(path), version: 'N-47683' });
  expect(() => encoderFor('av1', capabilities)).toThrow(expect.objectContaining({ kind: 'encoder_missing' }));
  expect(encoderFor('h264', capabilities)).toBe('libx264');
});
