import { namedResult } from '../../../nodes/output/namedResult';

const job = {
  input: '/home/me/talk.mp4',
  output: '/jobs/job_1/result/shorts.json',
  options: { note: '/jobs/job_1/result/01.mp4' },
  metadata: {},
  tasks: [{ kind: 'export', output: '/jobs/job_1/result/shorts.json' }],
  shorts: [{ output: '/jobs/job_1/result/01.mp4', poster: null }],
};

test('paths of this machine are names within the result; what was given stays', () =>
  expect(namedResult({ n: 1, short: { output: '/jobs/job_1/result/01.mp4' }, job }, undefined)).toEqual({
    n: 1,
    short: { output: '01.mp4' },
    job: {
      ...job,
      output: 'shorts.json',
      tasks: [{ kind: 'export', output: 'shorts.json' }],
      shorts: [{ output: '01.mp4', poster: null }],
    },
  }));

test('the result is called what its file in the item is', () =>
  expect(namedResult({ job: { ...job, output: 'master.m3u8' } }, 'talk.zip')).toMatchObject({
    job: { output: 'talk.zip' },
  }));

test.each([null, 's3://bucket/a.mp4', 'https://cdn.example.com/a.mp4?X-Amz-Signature=1'])('%s stays', (output) => {
  const json = { details: { job: { ...job, output } } };
  expect(namedResult(json, 'a.mp4')).toEqual(json);
});
