// A real n8n to try this package with, in a browser: npm run n8n
// The package is installed from its tarball, the workflows of the folder `workflows` are there to be run. Another port: npm run n8n -- 5700
import { execFileSync } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries } from '../../dist/src/pipeline/ffmpeg/find.js';
import { makeSampleClip } from '../sampleClip.mts';
import { N8nClient, OWNER } from './client.mts';
import { n8nEnvironment } from './environment.mts';
import { cacheFolder, n8nProgram } from './folder.mts';
import { BUCKETS, startHelpers } from './helpers.mts';
import { installPackage } from './package.mts';
import { N8nProcess } from './process.mts';
import { readWorkflow, withSample, workflowNames } from './workflows.mts';

const main = Number(process.argv[2] ?? 5678);
const [broker, sample, s3, serve] = [main + 1, main + 2, main + 3, main + 4] as const;
// Kept from one time to the next, as n8n's own folder would be.
const folder = join(cacheFolder(), 'n8n-to-try');
const files = join(folder, 'files');
const clip = join(files, 'sample.mp4');

console.log('n8n is being installed, if it is not yet: the first time this takes some minutes and 3 GB.');
execFileSync(process.execPath, [join(import.meta.dirname, 'install.mts')], { stdio: ['ignore', 'ignore', 'inherit'] });
for (const place of [files, join(folder, 'tmp')]) await mkdir(place, { recursive: true });
const { ffmpeg } = await findBinaries();
await access(clip).catch(() => makeSampleClip(ffmpeg.path, clip, { width: 1280, height: 720, seconds: 16, fps: 30 }));
await installPackage(join(folder, '.n8n/nodes'));

const helpers = await startHelpers({ clip, data: join(folder, 'serve'), ports: { sample, s3, serve } });
const n8n = new N8nProcess({
  program: await n8nProgram(),
  command: 'start',
  folder,
  env: {
    ...n8nEnvironment(folder, { main, broker }),
    MEDIA_JOBS_ALLOW_HOSTS: [sample, s3, serve].map((port) => `127.0.0.1:${port}`).join(),
  },
});
const end = async () => {
  await n8n.quit();
  await helpers.stop();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());

try {
  await n8n.launch();
  const client = new N8nClient(`http://127.0.0.1:${main}`);
  await client.setUp();
  await addExamples(client);
  console.log(`
  ${client.url}
  E-mail    ${OWNER.email}
  Password  ${OWNER.password}

Example workflows and credentials are there; what you make stays in ${folder}.
Nodes may read and write ${files}, where sample.mp4 lies. The buckets ${BUCKETS.join(' and ')} of the credential "S3" and the API of "Ittybit API" are on this machine.
Ctrl-C ends all of it.`);
  await n8n.ended();
} finally {
  await end();
}

/** What is there by its name stays as it is. */
async function addExamples(client: N8nClient): Promise<void> {
  const { data: workflows } = await client.ask<{ data: { name: string }[] }>('/api/v1/workflows?limit=250');
  const { data: credentials } = await client.ask<{ data: { name: string }[] }>('/api/v1/credentials?limit=250');
  // Workflows find them by their names.
  for (const credential of helpers.credentials) {
    if (!credentials.some(({ name }) => name === credential.name)) await client.importCredential(credential);
  }
  for (const file of await workflowNames()) {
    const workflow = withSample(await readWorkflow(file), helpers.sample);
    if (!workflows.some(({ name }) => name === workflow.name)) await client.importWorkflow(workflow);
  }
}
