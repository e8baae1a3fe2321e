import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hardLimits, withResourceLimits } from '../../../src/pipeline/ffmpeg/resourceLimits';
import { runFfmpeg } from '../../../src/pipeline/ffmpeg/run';
import type { Tie } from '../../../src/pipeline/ffmpeg/tiedToParent';
import { jobScope } from '../../../src/pipeline/job/jobScope';
import { expectError } from '../../support/expectError';
import { testBinaries } from '../../support/job';
import type { ProcessBounds } from '../../../src/pipeline/job/processBounds';

const itWithPrlimit = existsSync('/usr/bin/prlimit') ? it : it.skip;
const NONE: ProcessBounds = { cpuSeconds: Infinity, fileBytes: Infinity };

const folder = mkdtempSync(join(tmpdir(), 'limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ended = async (bounds: Partial<ProcessBounds>, output: string[], tie: Tie) => {
  const { ffmpeg } = await testBinaries();
  const signal = new AbortController().signal;
  const endless = ['-f', 'lavfi', '-i', 'testsrc2=s=640x360', '-c:v', 'rawvideo', '-f', 'avi', ...output];
  return jobScope.run({ nice: 0, bounds: { ...NONE, ...bounds } }, () => runFfmpeg(ffmpeg, endless, { signal, tie }));
};

describe.each<Tie>(['setpriv', 'sh', 'none'])('the kernel ends an ffmpeg that goes on without end (tie: %s)', (tie) => {
  itWithPrlimit('by processor time', async () => {
    await expectError(
      ended({ cpuSeconds: 1 }, ['-f', 'null', '-'], tie),
      'limit_exceeded',
      /MEDIA_JOBS_MAX_CPU_SECONDS/,
    );
  });
  itWithPrlimit('by bytes of a file', async () => {
    const file = join(folder, `${tie}.avi`);
    await expectError(ended({ fileBytes: 5_000_000 }, [file], tie), 'limit_exceeded', /bytes/);
    expect(statSync(file).size).toBeLessThanOrEqual(5_000_000);
    expect(readdirSync(folder).filter((name) => name.startsWith('core'))).toEqual([]);
  });
});

test('a command without bounds stays as it is', () => {
  const command = { program: '/opt/ffmpeg', argv: ['-version'] };
  expect(withResourceLimits(command, undefined)).toEqual(command);
});

itWithPrlimit('only what is bounded is named, in whole numbers', () => {
  const command = { program: '/opt/ffmpeg', argv: ['-i', 'a b'] };
  const { argv } = withResourceLimits(command, { cpuSeconds: 1.2, fileBytes: Infinity });
  expect(argv).toEqual(['--cpu=2:7', '--core=0', '--', '/opt/ffmpeg', '-i', 'a b']);
  expect(withResourceLimits(command, { ...NONE, fileBytes: 9.5 }).argv[0]).toBe('--fsize=10:10');
});

test('what this process was given itself is read as proc(5) lists it', () => {
  const text = [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max cpu time              60                   120                  seconds   ',
    'Max file size             unlimited            unlimited            bytes     ',
  ].join('\n');
  expect(hardLimits(text)).toEqual({ cpu: 120, file: Infinity });
});
