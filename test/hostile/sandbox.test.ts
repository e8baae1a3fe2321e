import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from '../../src/pipeline/ffmpeg/child';
import type { Binary } from '../../src/pipeline/ffmpeg/find';
import { runFfmpeg } from '../../src/pipeline/ffmpeg/run';
import { sandboxed, sandboxHere } from '../../src/pipeline/ffmpeg/sandbox';
import { fileInput } from '../../src/pipeline/plan/inputArgs';
import { fixture } from '../fixtures';
import { canaries } from '../support/canaries';
import type { Canaries } from '../support/canaries';
import { expectError } from '../support/expectError';
import { fakeProgram } from '../support/fakeBinary';
import { FFMPEG, FFPROBE } from '../support/programs';
import { describeInSandbox, SANDBOX_WORKS, useSandbox } from '../support/sandbox';

let root: string;
let [job, outside] = ['', ''];
let birds: Canaries;
beforeAll(async () => {
  birds = await canaries();
});
afterAll(() => birds.close());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sandbox-'));
  [job, outside] = [join(root, 'job'), join(root, 'outside')];
  await mkdir(job);
  await mkdir(outside);
  await copyFile(await fixture('clip.mov'), join(outside, 'secret.mov'));
});
afterEach(() => rm(root, { recursive: true }));

const signal = new AbortController().signal;
const real: Binary = { path: FFMPEG, version: '', major: null, origin: 'set', reason: '' };

/** Bytes of media that come out of a file that is opened without any of our guards. */
async function unguarded(list: string, argv: readonly string[] = []): Promise<number> {
  const output = join(job, 'out.nut');
  const before = ['-y', '-v', 'error', '-protocol_whitelist', 'file,http,tcp', ...argv, '-i', `file:${list}`];
  await runChild(FFMPEG, [...before, '-c', 'copy', '-f', 'nut', `file:${output}`], { signal });
  return (await stat(output).catch(() => null))?.size ?? 0;
}

async function listOf(file: string): Promise<string> {
  const list = join(job, 'list.ffconcat');
  await writeFile(list, `ffconcat version 1.0\nfile '${file}'\n`);
  return list;
}

async function playlist(): Promise<string> {
  const list = join(job, 'list.m3u8');
  const address = `http://127.0.0.1:${birds.port}/inside.ts`;
  await writeFile(list, `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3.0,\n${address}\n#EXT-X-ENDLIST\n`);
  return list;
}

const CONCAT = ['-safe', '0', '-f', 'concat'];

describe('without a sandbox and without our guards', () => {
  useSandbox('off');

  it('a list has any file read, and any address asked', async () => {
    expect(await unguarded(await listOf(join(outside, 'secret.mov')), CONCAT)).toBeGreaterThan(1000);
    const before = birds.reached();
    await unguarded(await playlist());
    expect(birds.reached()).toBeGreaterThan(before);
  });
});

describeInSandbox('in a sandbox, without our guards', () => {
  useSandbox('require');

  it('a list has nothing read, under its name or by a link in the folder of the job', async () => {
    expect(await unguarded(await listOf(join(outside, 'secret.mov')), CONCAT)).toBe(0);
    await symlink(join(outside, 'secret.mov'), join(job, 'link.mov'));
    const list = await listOf(join(job, 'link.mov'));
    expect(await unguarded(list, CONCAT)).toBe(0);
  });

  it('no address of this machine is reached', async () => {
    const before = birds.reached();
    expect(await unguarded(await playlist())).toBe(0);
    expect(birds.reached()).toBe(before);
  });

  it('whatever runs there sees its own files, writes to its folder alone, and can do nothing to the machine', async () => {
    const input = join(outside, 'input.mov');
    await copyFile(join(outside, 'secret.mov'), input);
    const look = [
      '[ "$2" != -formats ] || { echo matroska; exit; }',
      `exec > ${job}/seen 2>/dev/null`,
      `ls ${root} ${outside} ${job}; echo --; ls /; echo --; ls /etc /home /root /var /run; echo --`,
      `for file in ${input} ${outside}/x ${root}/x /usr/x /etc/alternatives/x; do echo > $file && echo "wrote $file"; done`,
      'for file in /proc/sys/kernel/core_pattern /proc/sysrq-trigger /sys; do [ ! -w $file ] || echo "could write $file"; done',
      `kill -0 ${process.pid} && echo "could kill"`,
      "grep -E '^(NoNewPrivs|CapEff)' /proc/self/status",
    ];
    const program = await fakeProgram(join(root, 'ffmpeg'), look.join('\n'));
    await runFfmpeg({ ...real, path: program }, [...fileInput(input), `file:${job}/out.mp4`], { signal });
    const [own = '', top = '', others = '', could = ''] = (await readFile(join(job, 'seen'), 'utf8')).split('--\n');
    expect(own.split('\n').filter((line) => /^\w/.test(line))).toEqual([
      'ffmpeg',
      'job',
      'outside',
      'seen',
      'input.mov',
    ]);
    expect(top.split('\n')).toEqual(expect.arrayContaining(['proc', 'tmp', 'usr']));
    expect(top).not.toMatch(/^(boot|sys|srv|mnt)$/m);
    expect(others).not.toMatch(/passwd|hosts|log/);
    // What it makes beside its folder is nowhere but in there. Root keeps the right to read and write whoever's files it is shown: the second one of
    // capabilities(7).
    expect(could.replaceAll(root, '').trim().split('\n')).toEqual([
      'wrote /outside/x',
      'wrote /x',
      `CapEff:\t000000000000000${process.getuid?.() === 0 ? 2 : 0}`,
      'NoNewPrivs:\t1',
    ]);
    expect(await readdir(outside)).toEqual(['input.mov', 'secret.mov']);
    expect(await readFile(input)).toEqual(await readFile(join(outside, 'secret.mov')));
  });
});

describeInSandbox('what a job names is found', () => {
  useSandbox('require');
  const copies = (input: string) =>
    runFfmpeg(real, [...fileInput(input), '-c', 'copy', '-f', 'mov', `file:${job}/out.mov`], { signal });

  it.each(['plain.mov', "with 'quotes', spaces, 100%d and a\nline.mov", '-begins-with-a-hyphen.mov'])(
    'a file called %j',
    async (name) => {
      await copyFile(join(outside, 'secret.mov'), join(outside, name));
      expect((await copies(join(outside, name))).streams).not.toEqual([]);
    },
  );

  it('a link, also to a link, also inside of the folder that is written to, also by way of a linked folder', async () => {
    const film = join(outside, 'secret.mov');
    await symlink(outside, join(root, 'folder'));
    await symlink(film, join(root, 'link.mov'));
    await symlink('../link.mov', join(job, 'relative.mov'));
    await symlink(join(job, 'relative.mov'), join(job, 'chain.mov'));
    await symlink(join(root, 'folder/secret.mov'), join(job, 'through.mov'));
    for (const path of ['link.mov', 'folder/secret.mov', 'job/relative.mov', 'job/chain.mov', 'job/through.mov'])
      expect([path, (await copies(join(root, path))).streams.length > 0]).toEqual([path, true]);
  });

  it('nothing, where there is nothing: in the same words as without a sandbox', () =>
    expectError(copies(join(outside, 'absent.mov')), 'encode_failed', 'No such file or directory'));
});

// Without an ffmpeg that every user can run there is nothing to try.
const asNobody = process.getuid?.() === 0 && SANDBOX_WORKS && FFMPEG.startsWith('/usr/') ? it : it.skip;
describe('who runs it', () => {
  useSandbox('require');
  asNobody('can be a user without rights', async () => {
    const { program, argv } = await sandboxed(FFMPEG, ['-f', 'lavfi', '-i', 'sine=d=1', '-f', 'wav', 'pipe:1']);
    const withoutRoots = argv.filter((word) => word !== '--cap-add' && word !== 'CAP_DAC_OVERRIDE');
    const nobody = { uid: 65_534, gid: 65_534, cwd: '/', env: { HOME: '/nonexistent' } };
    const { status, stdout } = spawnSync(program, withoutRoots, nobody);
    expect([status, stdout.subarray(0, 4).toString()]).toEqual([0, 'RIFF']);
  });
});

/** A program that answers in a sandbox, but for which none can be made once it has files: outside it leaves a mark. */
const hardToConfine = () =>
  fakeProgram(
    join(root, 'ffmpeg'),
    [
      '[ "$2" != -formats ] || { echo matroska; exit; }',
      `[ -e ${outside}/secret.mov ] || { echo "bwrap: Can't bind mount it" >&2; exit 1; }`,
      `touch ${outside}/ran`,
    ].join('\n'),
  );

describeInSandbox('where none can be made for these very files', () => {
  describe('and there has to be one', () => {
    useSandbox('require');
    it('nothing runs', async () => {
      await expectError(runChild(await hardToConfine(), [], { signal }), 'sandbox_missing', 'bind mount');
      expect(await readdir(outside)).toEqual(['secret.mov']);
    });
  });

  describe('and there may be none', () => {
    useSandbox('auto');
    it('the program runs without', async () => {
      expect(await runChild(await hardToConfine(), [], { signal })).toMatchObject({ code: 0 });
      expect(await readdir(outside)).toContain('ran');
    });
  });
});

describe('MEDIA_JOBS_SANDBOX', () => {
  describe('require', () => {
    useSandbox('require');
    it('refuses a program for which there is none', async () => {
      const program = await fakeProgram(join(root, 'ffmpeg'), `exec ${outside}/elsewhere "$@"`);
      await expectError(sandboxed(program, []), 'sandbox_missing');
      await expectError(runFfmpeg({ ...real, path: program }, [], { signal }), 'sandbox_missing');
      expect(await sandboxHere([FFMPEG, program], process.env)).toEqual({
        setting: 'require',
        by: null,
        why: expect.any(String) as string,
      });
    });
  });

  describe('auto', () => {
    useSandbox('auto');
    it('runs it without one', async () => {
      const program = await fakeProgram(join(root, 'ffmpeg'), `touch ${outside}/ran`);
      await runFfmpeg({ ...real, path: program }, [], { signal });
      expect(await readdir(outside)).toContain('ran');
    });
  });

  it('says which there is, and why not', async () => {
    expect(await sandboxHere([FFMPEG, FFPROBE], { MEDIA_JOBS_SANDBOX: 'off' })).toEqual({
      setting: 'off',
      by: null,
      why: 'MEDIA_JOBS_SANDBOX=off',
    });
    expect(await sandboxHere([FFMPEG, FFPROBE], {})).toEqual(
      SANDBOX_WORKS
        ? { setting: 'auto', by: expect.stringMatching(/\/bwrap$/) as string, why: null }
        : { setting: 'auto', by: null, why: expect.any(String) as string },
    );
  });

  it('is one of three words', () =>
    expectError(
      sandboxHere([], { MEDIA_JOBS_SANDBOX: 'yes' }),
      'request_invalid',
      'auto, require or off (set: "yes")',
    ));
});
