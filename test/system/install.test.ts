import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { fixture } from '../fixtures';
import { npmPack } from '../../scripts/npmPack.mts';
import { ROOT, type Manifest } from '../package/manifest';
import { probe } from '../support/probe';

const run = promisify(execFile);
let folder: string;
let installed: string;
/** n8n brings n8n-workflow: here it is the one of this repository, and nothing else of it can be reached. */
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-jobs-install-'));
  const { filename } = await npmPack('--pack-destination', folder);
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  // As n8n installs a community node.
  await run('npm', ['install', `./${filename}`, '--ignore-scripts', '--omit=dev', '--legacy-peer-deps', '--no-audit', '--no-fund'], { cwd: folder });
  installed = join(folder, 'node_modules/n8n-nodes-media-jobs');
  await mkdir(join(folder, 'peers'));
  await symlink(join(ROOT, 'node_modules/n8n-workflow'), join(folder, 'peers/n8n-workflow'));
  await mkdir(join(folder, 'bin'));
  await symlink('/bin/sh', join(folder, 'bin/sh'));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.startsWith(ROOT)).join(delimiter);
  env = { ...process.env, FFMPEG_PATH: '', FFPROBE_PATH: '', NODE_PATH: join(folder, 'peers'), PATH: path };
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('every node and the library can be required', async () => {
  const { n8n, main } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Manifest;
  const script = `for (const path of ${JSON.stringify(n8n.nodes)}) for (const Node of Object.values(require('n8n-nodes-media-jobs/' + path))) console.log(new Node().description.name);
    for (const path of ${JSON.stringify(n8n.credentials)}) for (const Credential of Object.values(require('n8n-nodes-media-jobs/' + path))) console.log(new Credential().name);
    console.log(Object.keys(require('n8n-nodes-media-jobs/${main}').KINDS).join());`;
  const { stdout } = await run(process.execPath, ['-e', script], { cwd: folder, env });
  expect(stdout.trim().split('\n')).toEqual(['createJob', 'createShorts', 'waitForJob', 'webhookTrigger', 'ittybitApi', 'mediaWebhookSecretApi', 'swiftiaApi', 'video,audio,image,animation,adaptive_video,shorts']);
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
  const words = [join(folder, 'node_modules/.bin/media-jobs'), 'video', '-i', await fixture('card-16x9.mp4'), '-o', 'small.mp4', '--width', '64'];
  const use = { cwd: out, env: { ...env, PATH: path() } };
  const { plan } = JSON.parse((await run(process.execPath, [...words, '--dry-run', '--json'], use)).stdout) as { plan: { argv: string[] }[] };
  expect(plan[0]?.argv[0]).toMatch(ffmpeg);
  await run(process.execPath, words, use);
  expect((await probe(join(out, 'small.mp4'))).video).toMatchObject({ codec_name: 'h264', width: 64, height: 36 });
});
