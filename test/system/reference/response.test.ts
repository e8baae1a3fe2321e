import { ERRORS } from '../../../src/pipeline/errors/table';
import { createJob } from '../../../src/pipeline/job/job';
import { parseRequest } from '../../../src/pipeline/request/request';
import { describeReference } from './page';

describeReference('answers of the reference page', ({ response, errors }) => {
  test('a new job has the body of the answer 201, field by field', () => {
    const { kind, options, metadata } = parseRequest({
      kind: 'video',
      options: { width: 1280, height: 720, format: 'mp4', quality: 'high' },
    });
    let tasks = 0;
    const job = createJob(
      { kind, input: 'https://example.com/upload.mov', options, metadata },
      1711900000000,
      (prefix) => (prefix === 'job' ? 'job_abc123' : `task_${String(++tasks).padStart(3, '0')}`),
    );
    expect(JSON.parse(JSON.stringify(job))).toEqual(response);
    expect(Object.keys(job)).toEqual(Object.keys(response));
  });

  test('the errors of the page are in the table by name and status', () => {
    expect(errors).toHaveLength(6);
    for (const { kind, status } of errors) expect(ERRORS).toHaveProperty([kind, 'status'], status);
  });
});
