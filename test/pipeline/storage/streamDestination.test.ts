import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { streamDestination } from '../../../src/pipeline/storage/destinations';
import { put } from '../../support/opened';
import { expectError } from '../../support/expectError';
import { produced } from './support/produced';
import { tempFolder } from './support/tempFolder';

const folder = tempFolder();
const { signal } = new AbortController();
const LARGE = Buffer.alloc(5_000_000, 7);

/** Takes one piece and then no more. */
function stuck(): { stream: Writable; taken: Promise<void>; bytes: () => number } {
  let bytes = 0;
  let tell: () => void;
  const taken = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const stream = new Writable({
    write(chunk: Buffer) {
      bytes += chunk.length;
      tell();
    },
  });
  return { stream, taken, bytes: () => bytes };
}

it('sends a large file at the pace of its reader', async () => {
  const stream = new PassThrough();
  const [bytes] = await Promise.all([
    buffer(stream),
    put(streamDestination(stream), produced(folder(), { 'clip.mp4': LARGE }), signal),
  ]);
  expect(bytes.equals(LARGE)).toBe(true);
});

it('is cancelled in the middle, and its reader sees an error, not an end', async () => {
  const { stream, taken, bytes } = stuck();
  const controller = new AbortController();
  const ended = jest.fn();
  stream.on('finish', ended).on('error', () => undefined);
  const published = put(streamDestination(stream), produced(folder(), { 'clip.mp4': LARGE }), controller.signal);
  await taken;
  controller.abort();
  await expectError(published, 'cancelled');
  expect(stream.destroyed).toBe(true);
  expect(ended).not.toHaveBeenCalled();
  expect(bytes()).toBeLessThan(1_000_000);
});

it('destroys the stream when the job was cancelled before', async () => {
  const stream = new PassThrough().on('error', () => undefined);
  await expectError(
    put(streamDestination(stream), produced(folder(), { 'clip.mp4': 'x' }), AbortSignal.abort()),
    'cancelled',
  );
  expect(stream.destroyed).toBe(true);
});

it('destroys the stream when the file is gone', async () => {
  const stream = new PassThrough();
  const files = produced(folder(), { 'clip.mp4': 'x' });
  rmSync(join(folder(), 'clip.mp4'));
  await expectError(put(streamDestination(stream), files, signal), 'internal_error');
  expect(stream.destroyed).toBe(true);
});

it('is output_unwritable when its reader goes away', async () => {
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    },
  });
  await expectError(
    put(streamDestination(stream), produced(folder(), { 'clip.mp4': LARGE }), signal),
    'output_unwritable',
    'has gone',
  );
});
