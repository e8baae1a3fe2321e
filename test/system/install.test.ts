import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { fixture } from '../fixtures';
import { npmPack } from '../../scripts/npmPack.mts';
import { ROOT, type Manifest } from '../package/manifest';
import { oldestNode } from '../support/oldestNode';
import { probe } from '../support/probe';

const run = promisify(execFile);
let folder: string;
let installed: string;
const INSTALLED_MB = 250;
/** n8n brings n8n-workflow: here it is the one of this repository, and nothing else of it can be reached. */
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-jobs-install-'));
  const { filename } = await npmPack('--pack-destination', folder);
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  // As n8n installs a community node.
  await run(
    'npm',
    ['install', `./${filename}`, '--ignore-scripts', '--omit=dev', '--legacy-peer-deps', '--no-audit', '--no-fund'],
    { cwd: folder },
  );
  installed = join(folder, 'node_modules/n8n-nodes-media-jobs');
  await mkdir(join(folder, 'peers'));
  await symlink(join(ROOT, 'node_modules/n8n-workflow'), join(folder, 'peers/n8n-workflow'));
  await mkdir(join(folder, 'bin'));
  await symlink('/bin/sh', join(folder, 'bin/sh'));
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((entry) => !entry.startsWith(ROOT))
    .join(delimiter);
  env = { ...process.env, FFMPEG_PATH: '', FFPROBE_PATH: '', NODE_PATH: join(folder, 'peers'), PATH: path };
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** This Node and the oldest that is promised. */
const NODES: [string, () => Promise<string>][] = [
  ['this Node', () => Promise.resolve(process.execPath)],
  ['the oldest Node', oldestNode],
];

describe.each(NODES)('on %s', (_, nodeOf) => {
  let node: string;
  beforeAll(async () => {
    node = await nodeOf();
  }, 300_000);

  test('every node, every credential and the library can be required, without a warning', async () => {
    const { n8n, main } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Manifest;
    const script = `for (const path of ${JSON.stringify(n8n.nodes)}) for (const Node of Object.values(require('n8n-nodes-media-jobs/' + path))) console.log(new Node().description.name);
      for (const path of ${JSON.stringify(n8n.credentials)}) for (const Credential of Object.values(require('n8n-nodes-media-jobs/' + path))) console.log(new Credential().name);
      console.log(Object.keys(require('n8n-nodes-media-jobs/${main}').KINDS).join());`;
    const { stdout, stderr } = await run(node, ['-e', script], { cwd: folder, env });
    expect(stdout.trim().split('\n')).toEqual([
      'createJob',
      'createShorts',
      'waitForJob',
      'webhookTrigger',
      'ittybitApi',
      'mediaWebhookSecretApi',
      'swiftiaApi',
      'video,audio,image,animation,adaptive_video,shorts,thumbnails,probe',
    ]);
    expect(stderr).toBe('');
  });

  test('a job in the background is stored, run and done', async () => {
    const out = await mkdtemp(join(folder, 'job-'));
    const words = [
      join(installed, 'dist/src/cli/main.js'),
      'jobs',
      'create',
      '--kind',
      'image',
      '-i',
      await fixture('card-16x9.jpg'),
      '-o',
      'small.webp',
      '--width',
      '64',
      '--wait',
      '--json',
    ];
    const { stdout, stderr } = await run(node, words, {
      cwd: out,
      env: { ...env, MEDIA_JOBS_HOME: join(out, 'home') },
      timeout: 60_000,
    });
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      status: 'succeeded',
      output: join(out, 'small.webp'),
    });
    expect(stderr).toBe('');
    const listed = await run(node, [words[0] ?? '', 'jobs', 'list', '--status', 'succeeded', '--json'], {
      cwd: out,
      env: { ...env, MEDIA_JOBS_HOME: join(out, 'home') },
    });
    expect(listed.stdout.trim().split('\n').length).toBe(1);
  });
});

test('what n8n loads at its start does not load what starts processes', async () => {
  const script = `require('n8n-nodes-media-jobs/dist/nodes/CreateJob/CreateJob.node.js'); console.log(Object.keys(require.cache).filter((path) => /ffmpeg.(find|run)|execa|sharp/.test(path)).join());`;
  expect((await run(process.execPath, ['-e', script], { cwd: folder, env })).stdout.trim()).toBe('');
});

test.each([
  ['the bundled ffmpeg where there is no other', () => join(folder, 'bin'), /node_modules\/@ffmpeg-installer\//],
  ['the machine’s own ffmpeg', () => process.env['PATH'], /^(?!.*node_modules).*\/ffmpeg$/],
])('the command converts a video with %s', async (_, path, ffmpeg) => {
  const out = await mkdtemp(join(folder, 'out-'));
  const words = [
    join(folder, 'node_modules/.bin/media-jobs'),
    'video',
    '-i',
    await fixture('card-16x9.mp4'),
    '-o',
    'small.mp4',
    '--width',
    '64',
  ];
  const use = { cwd: out, env: { ...env, PATH: path() } };
  const { plan } = JSON.parse((await run(process.execPath, [...words, '--dry-run', '--json'], use)).stdout) as {
    plan: { argv: string[] }[];
  };
  expect(plan[0]?.argv[0]).toMatch(ffmpeg);
  await run(process.execPath, words, use);
  expect((await probe(join(out, 'small.mp4'))).video).toMatchObject({ codec_name: 'h264', width: 64, height: 36 });
});

// n8n's image is Alpine, whose C library is another one than theirs.
test('the programs that come along need nothing of the system that they run on: they work in a root folder that has neither a library nor a shell', async () => {
  const root = await mkdtemp(join(folder, 'root-'));
  for (const name of ['dev', 'tmp']) await mkdir(join(root, name));
  for (const name of ['ffmpeg', 'ffprobe']) {
    await copyFile(join(folder, `node_modules/@${name}-installer/linux-x64/${name}`), join(root, name));
    await chmod(join(root, name), 0o755);
  }
  // A root folder of their own in namespaces of their own, so that this needs no rights and leaves no mount behind.
  const inRoot = (program: string, ...argv: string[]) =>
    run('unshare', [
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      'mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"',
      root,
      `/${program}`,
      '-v',
      'error',
      ...argv,
    ]);
  await inRoot(
    'ffmpeg',
    '-f',
    'lavfi',
    '-i',
    'testsrc=d=1:s=64x36',
    '-f',
    'lavfi',
    '-i',
    'sine=d=1',
    '-c:v',
    'libx264',
    '-c:a',
    'aac',
    '/tmp/made.mp4',
  );
  const { stdout } = await inRoot('ffprobe', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', '/tmp/made.mp4');
  expect(stdout.trim().split('\n')).toEqual(['h264', 'aac']);
});

test('what npm installs is no more than expected', async () => {
  const { stdout } = await run('du', ['-sm', join(folder, 'node_modules')]);
  // 208 now: 142 of them are ffmpeg and ffprobe, 19 sharp. The rest may double before somebody has to look at it.
  expect(Number(stdout.split('\t')[0])).toBeLessThan(INSTALLED_MB);
});
