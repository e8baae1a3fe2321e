import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkflowJson } from '../../scripts/n8n-engine.mts';
import { withSample } from '../../scripts/n8n/workflows.mts';
import { makeSampleClip } from '../../scripts/sampleClip.mts';
import { serve } from '../pipeline/storage/support/server';
import type { TestServer } from '../pipeline/storage/support/server';
import { testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { probe } from '../support/probe';
import { FFMPEG } from '../support/programs';

const SAVED = join(__dirname, '../fixtures/saved/0.1.0/workflows');

let engine: TestEngine;
let web: TestServer;
let folder: string;
const clip = () => join(folder, 'clip.mp4');
const environment = process.env;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-jobs-saved-'));
  process.env = { ...environment, MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1' };
  await makeSampleClip(FFMPEG, clip(), { width: 320, height: 180, seconds: 16, fps: 5 });
  web = await serve((_, response) => void createReadStream(clip()).pipe(response));
  engine = await testEngine();
});
afterAll(async () => {
  await Promise.all([engine.stop(), web.close()]);
  process.env = environment;
  await rm(folder, { recursive: true, force: true });
});

/** Runs the Create Job node of a workflow as 0.1.0 has saved it. @returns its item, and what ffprobe says of the file */
async function run(name: string, field: string) {
  const text = await readFile(join(SAVED, `${name}.json`), 'utf8');
  const saved = withSample(JSON.parse(text) as WorkflowJson, `${web.origin}/clip.mp4`);
  const node = saved.nodes.find(({ type }) => type === 'n8n-nodes-media-jobs.createJob');
  const { parameters = {}, typeVersion = 0 } = node ?? {};
  const workflow = workflowOf(
    [{ json: { sender: 'Ada' }, binary: { [field]: { path: clip() } } }],
    {},
    { parameters, typeVersion },
  );
  const ended = await engine.run(workflow).ended;
  expect(ended.data.resultData.error?.message).toBeUndefined();
  const [item] = engine.itemsOf(ended, 'Create Job');
  return { json: item?.json, file: await probe(engine.pathOf(item?.binary?.['data'])) };
}

test.each([
  ['convert-uploads', 'Video', 'video', { width: 1280, height: 720 }, 16],
  ['extract-poster', 'data', 'image', { width: 1280, height: 720 }, null],
  ['gif-preview', 'data', 'animation', { width: 320, height: 180 }, 3],
  ['audio-for-transcription', 'data', 'audio', null, 16],
])('%s, saved by 0.1.0, makes what it made then', async (name, field, kind, size, seconds) => {
  const { json, file } = await run(name, field);
  // The job whole, and of the input nothing: the defaults of then.
  expect(json).toEqual({ job: expect.objectContaining({ kind, status: 'succeeded' }) });
  expect(file.video === undefined ? null : { width: file.video.width, height: file.video.height }).toEqual(size);
  if (seconds !== null) expect(Number(file.format.duration)).toBeCloseTo(seconds, 0);
});
