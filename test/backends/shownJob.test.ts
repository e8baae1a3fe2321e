import type { BackendJob } from '../../src/backends/backendJob';
import { ittybitJob } from '../../src/backends/ittybit/job';
import { shownJob } from '../../src/backends/shownJob';

const SENT = 'https://bucket.example/in.mov?X-Amz-Date=1&X-Amz-Signature=canary-1';
const MASKED = 'https://bucket.example/in.mov?X-Amz-Date=1&X-Amz-Signature=***';
const access = { name: 'Ittybit', baseUrl: 'https://api.example', apiKey: 'canary-2' };
const job = (fields: object) => ittybitJob({ id: 'job_1', ...fields }) as BackendJob;

test('the signature of an input is shown nowhere, whatever the API repeats', () => {
  const shown = shownJob(
    job({
      input: SENT,
      status: 'failed',
      error: { kind: 'x', message: `Cannot fetch ${SENT} with canary-2` },
      log: [{ line: `GET ${SENT}` }],
      tasks: [
        { kind: 'probe', input: SENT, output: { url: SENT } },
        { kind: 'export', output: SENT },
      ],
    }),
    access,
    SENT,
  );
  expect(JSON.stringify(shown)).not.toMatch(/canary/);
  expect(shown).toMatchObject({ input: MASKED, error: { message: `Cannot fetch ${MASKED} with ***` } });
});

test('nor when it is not known what was sent', () => {
  expect(shownJob(job({ input: SENT, tasks: [{ input: SENT }] }), access, null)).toMatchObject({
    input: MASKED,
    tasks: [{ input: MASKED }],
  });
});

test('the address of a result stays as it is, and so does what the user gave along', () => {
  const output = 'https://cdn.example/out.mp4?Signature=needed';
  const given = {
    output,
    options: { watermark: 'https://x.example/?token=mine' },
    metadata: { link: 'https://x.example/?token=mine' },
    tasks: [{ output: { url: output } }],
  };
  expect(shownJob(job(given), access, SENT)).toMatchObject(given);
});
