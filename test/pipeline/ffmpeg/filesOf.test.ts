import { filesOf } from '../../../src/pipeline/ffmpeg/filesOf';
import { sourceAddress } from '../../../src/pipeline/media/sourceAddress';
import { fileInput } from '../../../src/pipeline/plan/inputArgs';

test('inputs are read, each for itself; the folders of outputs are written to', () =>
  expect(
    filesOf([
      ...fileInput('/in/a.mp4'),
      ...fileInput('/in/b: 100%.mp4'),
      '-map',
      '0',
      'file:/job/still.tiff',
      '-hls_segment_filename',
      'file:/job/out/stream_%v_%05d.ts',
      'file:/job/out/stream_%v.m3u8',
    ]),
  ).toEqual({ read: ['/in/a.mp4', '/in/b: 100%.mp4'], write: ['/job', '/job/out'], remote: false }));

test('relative names are in the folder that it works in', () =>
  expect(filesOf([...fileInput('/in/a.mp4'), ...fileInput('frame.png'), 'file:out.mp4'], '/job')).toEqual({
    read: ['/in/a.mp4'],
    write: ['/job'],
    remote: false,
  }));

test('a last word that is a path is an output, also without its protocol', () =>
  expect(filesOf(['-i', '/in/a.mp4', '/out/b.mp4'])).toEqual({ read: ['/in/a.mp4'], write: ['/out'], remote: false }));

test('pipes, generated sources and words that only look like a path are no files', () =>
  expect(
    filesOf(['-f', 'lavfi', '-i', 'sine', '-metadata', 'title=/etc', '-metadata', '/etc/x', '-f', 'null', '-']),
  ).toEqual({ read: [], write: [], remote: false }));

test('a source that is fetched as it is read is no file, and needs the network', () =>
  expect(filesOf([...fileInput(sourceAddress('a.mp4')), 'pipe:1'])).toEqual({ read: [], write: [], remote: true }));
