import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import type { Job } from '../../src/pipeline/job/job';
import { formatOf, KINDS, kindOf, setOf, tasksOf } from '../../src/pipeline/kinds';
import type { KindName, OptionsOf } from '../../src/pipeline/kinds';
import { parseRequest } from '../../src/pipeline/request/request';
import { dryRun } from '../../src/pipeline/run/dryRun';
import { FILE_TYPES } from '../../src/pipeline/media/formats';
import { fileSource } from '../../src/pipeline/storage/sources';
import { fixture } from '../fixtures';
import { children } from '../hostile/leftovers';
import { expectThrown } from '../support/expectError';
import { job, testBinaries } from '../support/job';
import type { EndedTestJob } from '../support/job';
import { probe } from '../support/probe';

/** A second or two of picture and sound, of which every kind can make something. */
const SOURCE = 'card-16x9.mp4';

/** What every kind of job that is made here keeps to, with the least options that make a result. */
export function describeKind(name: KindName): void {
  const kind = kindOf(name);
  const [format] = kind.formats;
  if (format === undefined) throw new Error(`${name} makes no files`);
  const [codec = ''] = kind.codecsOf(format);
  const options = kind.sample(format, codec) as OptionsOf[typeof name];
  const run = (use?: Parameters<typeof job>[3]) => job(name, SOURCE, options, use);

  describe(`${name} keeps to the contract of kinds`, () => {
    let done: EndedTestJob;
    beforeAll(async () => {
      done = await run();
    });
    afterAll(() => done.cleanup());

    test('an option that it does not have, and a format that nobody makes, are refused by name', () => {
      expectThrown(
        () => parseRequest({ kind: name, options: { ...options, nonsense: 1 } }),
        'request_invalid',
        'nonsense',
      );
      const wrong = () => parseRequest({ kind: name, options: { ...options, format: 'bmp' } });
      expectThrown(wrong, 'format' in schemaOf(name) ? 'invalid_format' : 'request_invalid', 'format');
    });

    test('it ends well, in the tasks that it says', () => {
      expect([done.error, done.job.status]).toEqual([null, 'succeeded']);
      expect(done.job.tasks.map((task) => task.kind)).toEqual(tasksOf({ kind: name, options }));
      expect(done.job.tasks.map(({ status }) => status)).toEqual(done.job.tasks.map(() => 'succeeded'));
    });

    test('its progress goes from 0 to 100, and never back', () => {
      for (const index of done.job.tasks.keys()) {
        const told = done.changes.map(({ tasks }) => tasks[index]?.progress ?? -1);
        expect(told).toEqual([...told].sort((a, b) => a - b));
        expect(told.at(-1)).toBe(100);
      }
    });

    test('its result is a set or a file, as it says, in the format that it says', async () => {
      const set = setOf(name);
      const files = done.files.map((file) => relative(join(done.dir, 'out'), file));
      if (set === null) expect(files).toHaveLength(1);
      else {
        expect(files).toContain(set.mainFile);
        for (const file of files)
          expect([set.files, set.lists].some((known) => known.test(file.toLowerCase())) || file).toBe(true);
      }
      const made = formatOf({ kind: name, options }) ?? format;
      const ofFormat = done.files.filter((file) => FILE_TYPES[made].extensions.some((end) => file.endsWith(`.${end}`)));
      expect(ofFormat.length).toBeGreaterThan(0);
      for (const file of ofFormat) expect((await probe(file)).streams.length).toBeGreaterThan(0);
    });

    test('what came out is told as a file of the job', () => {
      const output = done.job.tasks.find((task) => task.kind === name)?.output;
      expect(output).toMatchObject({ object: 'file', format: expect.any(String) as string });
    });

    test('the dry run names what is made, and makes nothing', async () => {
      const workRoot = await mkdtemp(join(tmpdir(), 'media-jobs-dry-'));
      try {
        const planned = await dryRun({
          request: parseRequest({ kind: name, options }),
          source: fileSource(await fixture(SOURCE)),
          binaries: await testBinaries(),
          signal: new AbortController().signal,
          workRoot,
        });
        const main = setOf(name)?.mainFile;
        expect(planned.plan.length).toBeGreaterThan(0);
        expect(planned.outputs.map(({ file }) => basename(file))).toContain(main ?? basename(done.file));
        expect(await readdir(workRoot)).toEqual([]);
      } finally {
        await rm(workRoot, { recursive: true });
      }
    });

    test('cancelled while it is made it leaves nothing behind', async () => {
      const stop = new AbortController();
      const onChange = ({ tasks }: Job) => {
        if (tasks.find((task) => task.kind === name)?.status === 'processing') stop.abort();
      };
      const ended = await run({ signal: stop.signal, onChange });
      expect([ended.error?.kind, ended.job.status]).toEqual(['cancelled', 'cancelled']);
      await expectEmpty(ended);
    });

    test('one that ended well leaves its result alone', async () => {
      expect(await readdir(join(done.dir, 'work'))).toEqual([]);
      expect((await readdir(done.dir)).sort()).toEqual(['out', 'work']);
    });

    test('a source that is none fails, and leaves nothing behind', async () => {
      const ended = await job(name, 'text.mp4', options);
      expect([ended.job.status, ended.error === null]).toEqual(['failed', false]);
      await expectEmpty(ended);
    });
  });
}

const schemaOf = (name: KindName): object => {
  const { schema } = KINDS[name];
  return 'shape' in schema ? (schema.shape as object) : {};
};

async function expectEmpty({ dir, files }: EndedTestJob): Promise<void> {
  expect(files).toEqual([]);
  expect(await readdir(join(dir, 'work'))).toEqual([]);
  expect(await children()).toEqual([]);
}
