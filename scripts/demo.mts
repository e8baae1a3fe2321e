// Makes a sample clip, converts it with a workflow that holds the Create Job node, and says where the result lies.
// The workflow runs in n8n's own execution engine, with n8n's binary data on disk. Needs a build before it; "npm run demo" makes one.
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { CreateJob } from '../dist/nodes/CreateJob/CreateJob.node.js';
import { findBinaries } from '../dist/src/pipeline/ffmpeg/find.js';
import type { Job } from '../dist/src/pipeline/job/job.js';
import { fileObject } from '../dist/src/pipeline/job/fileObject.js';
import { probeFile } from '../dist/src/pipeline/inspect/probe.js';
import { demoWorkflow } from './demo-workflow.mts';
import { startEngine } from './n8n-engine.mts';
import { makeSampleClip } from './sampleClip.mts';

const place = join(process.cwd(), 'media-jobs-demo');
const clip = join(place, 'sample.mov');
const binaries = await findBinaries();
await mkdir(place, { recursive: true });

console.log(`\nffmpeg ${binaries.ffmpeg.version} (${binaries.ffmpeg.reason})`);
for (const warning of binaries.warnings) console.log(warning);
console.log('1/3  Making a sample clip, as a camera would write it …');
await makeSampleClip(binaries.ffmpeg.path, clip, { width: 1920, height: 1080, seconds: 6, fps: 30 });

console.log('2/3  Running the workflow "Read Files → Create Job" in n8n’s engine …');
const folder = await mkdtemp(join(tmpdir(), 'media-jobs-demo-'));
const engine = await startEngine({
  require: createRequire(import.meta.url),
  folder,
  nodeTypes: { 'n8n-nodes-media-jobs.createJob': new CreateJob() },
});
try {
  const run = await engine.run(demoWorkflow(clip)).ended;
  const failed = run.data.resultData.error;
  const [item] = engine.itemsOf(run, 'Create Job');
  if (failed !== undefined || item === undefined)
    throw failed ?? new Error(`The workflow ended as ${run.status} without a result`);
  const result = join(place, item.binary?.data?.fileName ?? 'result');
  await copyFile(engine.pathOf(item.binary?.data), result);

  const job = item.json.job as unknown as Job;
  console.log(`3/3  ${job.id} ${job.status} in ${((job.finished_at ?? 0) - (job.started_at ?? 0)) / 1000} s\n`);
  const [before, after] = [await describe(clip), await describe(result)];
  const rows = [
    ['', 'before', 'after'],
    ...Object.keys(before).map((key) => [key, before[key] ?? '', after[key] ?? '']),
  ];
  for (const [name = '', was = '', is = ''] of rows) console.log(`     ${name.padEnd(10)}${was.padEnd(22)}${is}`);
  console.log(`\nThe converted file: ${result}\n`);
} finally {
  engine.shutDown();
  await rm(folder, { recursive: true, force: true });
}

const sample = relative(process.cwd(), clip);
const ideas = [
  [`image -i ${sample} --start 2 --width 640`, 'a poster frame'],
  [`animation -i ${sample} --end 3 --width 320`, 'a GIF'],
  [`adaptive -i ${sample} --quality low`, 'an HLS stream'],
  ['video -i YOUR_FILE', 'your own file, made ready for the web'],
  ['doctor', 'which formats this machine can make'],
] as const;
console.log(
  `What to try next:\n${ideas.map(([command, what]) => `  npx media-jobs ${command.padEnd(66)}${what}`).join('\n')}\n`,
);

/** What a file is, in words for a table. */
async function describe(path: string): Promise<Record<string, string>> {
  const { video_codec, audio_codec, width, height, duration, bytes } = fileObject(
    path,
    await probeFile(path, binaries),
  );
  return {
    codec: [video_codec, audio_codec].filter(Boolean).join(' + '),
    size: `${String(width)} × ${String(height)}`,
    duration: `${(duration ?? 0).toFixed(2)} s`,
    bytes: bytes.toLocaleString('en-US'),
  };
}
