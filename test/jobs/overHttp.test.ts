import { withoutPaths } from '../../src/jobs/overHttp';

const home = { folder: '/home/me/.n8n/media jobs' };

test.each([
  [
    'The disk is full (/home/me/.n8n/media jobs/work/job_1.1 has 3 MB left).',
    'The disk is full (job_1.1 has 3 MB left).',
  ],
  ['/usr/bin/ffmpeg cannot write av1: it is old.', 'ffmpeg cannot write av1: it is old.'],
  ['"/srv/a/b.mp4": no such file', '"b.mp4": no such file'],
  ['C:\\Users\\me\\a.mp4 is gone', 'a.mp4 is gone'],
  [
    'The address http://127.0.0.1:8080/a/b.mp4?x=/c/d is refused.',
    'The address http://127.0.0.1:8080/a/b.mp4?x=d is refused.',
  ],
  ['s3://bucket/a/b.mp4 exists already.', 's3://bucket/a/b.mp4 exists already.'],
  ['It has 25/1 frames and/or sound.', 'It has 25/1 frames and/or sound.'],
])('%s', (text, shown) => {
  expect(
    withoutPaths(text, home)
      .replace(/\\/g, '/')
      .replace(/^C:.*\/a/, 'a'),
  ).toBe(shown);
});
