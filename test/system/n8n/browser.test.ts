import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workflowNames } from '../../../scripts/n8n/workflows.mts';
import { KINDS, kindsOf } from '../../../src/pipeline/kinds';
import { PRESETS, presetDescription } from '../../../src/pipeline/kinds/presets';
import { fixture } from '../../fixtures';
import { ROOT } from '../../package/manifest';
import { serve } from '../../pipeline/storage/support/server';
import type { TestServer } from '../../pipeline/storage/support/server';
import { Editor } from '../../support/editor';
import { eventually } from '../../support/processes';
import { testServers } from '../../support/jobServer';
import { itemsOf } from '../../support/n8nApi';
import type { N8nExecutionSummary } from '../../support/n8nApi';
import { useN8n } from '../../support/n8nServer';
import { inARow } from '../../support/n8nWorkflow';
import { probe } from '../../support/probe';

const n8n = useN8n({ env: { MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1' } });
const servers = testServers();

/** A form, Create Shorts with what people set most, and a chat model. */
const WITH_CHAT_MODEL = {
  name: 'Shorts with a chat model',
  nodes: [
    {
      id: '1',
      name: 'Read the talk',
      type: 'n8n-nodes-base.readWriteFile',
      typeVersion: 1,
      position: [0, 0],
      parameters: { fileSelector: '/files/talk.mp4' },
    },
    {
      id: '2',
      name: 'Create Shorts',
      type: 'n8n-nodes-media-jobs.createShorts',
      typeVersion: 2,
      position: [260, 0],
      parameters: {
        shortsOptions: { count: 5, transcript: '={{ $json.transcript }}', captions: 'burn', contact_sheet: 'png' },
      },
    },
    {
      id: '3',
      name: 'Chat Model',
      type: '@n8n/n8n-nodes-langchain.lmChatOllama',
      typeVersion: 1,
      position: [260, 240],
      parameters: { model: 'llama3.2' },
    },
  ],
  connections: {
    'Read the talk': { main: [[{ node: 'Create Shorts', type: 'main', index: 0 }]] },
    'Chat Model': { ai_languageModel: [[{ node: 'Create Shorts', type: 'ai_languageModel', index: 0 }]] },
  },
};

/** What people type who look for what Create Job does. */
const SEARCHES = [
  'resize image',
  'png to jpg',
  'heic',
  'cut video',
  'screenshot',
  'extract frames',
  'mute',
  'normalize',
  'loudness',
  'merge videos',
  'concat',
  'slideshow',
  'rotate',
  'speed',
  'volume',
  'ffprobe',
  'media info',
  'm4a',
];

let web: TestServer;
let editor: Editor;
beforeAll(async () => {
  const clip = await fixture('clip.mov');
  web = await serve((_, response) => void createReadStream(clip).pipe(response));
  editor = await Editor.open(n8n().url);
});
afterAll(() => Promise.all([editor.close(), web.close()]));

// The first test: the others are logged in by it.
test('from the login to a converted file', async () => {
  await editor.logIn();
  await editor.newWorkflow();
  await editor.addNode('manual', 'Manual Trigger');
  expect((await editor.addOurNode('convert video', 'Create Job', 'Convert a video'))[0]).toMatch(/^Create Job/);
  await editor.picture('create-job');
  await editor.chooseMedia('input', 'url', `${web.origin}/holiday.mov`);
  await editor.part('node-execute-button').click();
  await editor.part('output-panel').getByText('holiday.mp4').first().waitFor();
  await editor.untilAtRest();
  await editor.picture('create-job-result');

  const { data } = await n8n().ask<{ data: { results: N8nExecutionSummary[] } }>('/rest/executions');
  const item = itemsOf(await n8n().ended(data.results[0]?.id ?? ''), 'Create Job')[0];
  const result = join(n8n().files, 'holiday.mp4');
  await writeFile(result, await n8n().file(item?.binary?.['data']));
  expect((await probe(result)).video?.codec_name).toBe('h264');
});

// n8n looks for what is typed in names and search words, all of it in one: one visit of the list is enough.
test('Create Job is found by what people type', async () => {
  await editor.newWorkflow();
  expect(await editor.whoFinds('Create Job', SEARCHES)).toEqual(SEARCHES);
});

test.each(['ffmpeg', 'mp3'])('who types "%s" finds Create Job, and under it what it can do', async (words) => {
  await editor.newWorkflow();
  await editor.addNode(words, 'Create Job');
  const actions = editor.part('node-creator-action-item').or(editor.part('node-creator-item-name'));
  await editor.page.getByText('Convert a video', { exact: true }).waitFor();
  await editor.picture(`actions-${words}`);
  const shown = (await actions.allTextContents()).map((text) => text.trim());
  expect(shown).toEqual(expect.arrayContaining(kindsOf('createJob').map((kind) => KINDS[kind].action)));
});

test('an action chosen there is what the node is set to', async () => {
  await editor.newWorkflow();
  await editor.addNode('manual', 'Manual Trigger');
  await editor.addOurNode('mp3', 'Create Job', 'Extract audio');
  expect(await editor.part('parameter-input-operation').locator('input').inputValue()).toBe('Extract Audio');
  expect(await editor.part('parameter-input-preset').locator('input').inputValue()).toBe('Custom');
  await editor.picture('action-chosen');
});

test('options stand in groups, and those of another kind are not there', async () => {
  await editor.newWorkflow();
  await editor.addNode('manual', 'Manual Trigger');
  await editor.addOurNode('convert video', 'Create Job', 'Convert a video');
  const headings = async () => (await editor.page.locator('body').innerText()).match(/^(\w+ )?Options$/gm);
  const last = editor.part('parameter-input-moreOptions');
  await last.scrollIntoViewIfNeeded();
  await editor.picture('create-job-options');
  const always = ['More Options'];
  expect(await headings()).toEqual(['Options', 'Video Options', 'Audio Options', ...always]);
  await editor.choose('operation', 'Extract Audio');
  await editor.page.getByText('Video Options').first().waitFor({ state: 'detached' });
  expect(await headings()).toEqual(['Options', 'Audio Options', ...always]);
  await last.click();
  await editor.part('parameter-input-backend').waitFor();
  await editor.page.getByText('Item Options').first().waitFor();
  await editor.picture('create-job-more-options');
  expect(await headings()).toEqual(['Options', 'Audio Options', ...always, 'Job Options', 'Item Options']);
});

test('a preset is chosen, and what it makes is said under it', async () => {
  await editor.newWorkflow();
  await editor.addNode('manual', 'Manual Trigger');
  await editor.addOurNode('video to gif', 'Create Job', 'Make a GIF or animated WebP');
  await editor.choose('preset', PRESETS.podcast_audio.label);
  await editor.page.getByText(presetDescription('podcast_audio', 'newest')).first().waitFor();
  await editor.page.getByText('Video Options').first().waitFor({ state: 'detached' });
  await editor.picture('preset-chosen');
});

test('a file that is uploaded in a form is converted with nothing set, whatever its field is called', async () => {
  const { name, nodes, connections } = inARow('Form to video', [
    {
      name: 'Upload',
      type: 'n8n-nodes-base.formTrigger',
      typeVersion: 2.2,
      webhookId: 'video-file-form',
      parameters: {
        formTitle: 'Upload',
        formFields: { values: [{ fieldLabel: 'Video file', fieldType: 'file', multipleFiles: false }] },
        options: { path: 'video-file' },
      },
    },
    { name: 'Create Job', type: 'n8n-nodes-media-jobs.createJob' },
  ]);
  const id = await n8n().importWorkflow({ name, nodes, connections });
  await n8n().activate(id);
  await editor.goTo('/form/video-file');
  await editor.page.locator('input[type="file"]').setInputFiles(await fixture('clip.mov'));
  await editor.page.locator('button[type="submit"], #submit-btn').first().click();
  await eventually(async () => (await n8n().executions(id)).length > 0);
  const [started] = await n8n().executions(id);
  const ended = await n8n().ended(started?.id ?? '');
  expect(ended.data.resultData.error).toBeUndefined();
  const [item] = itemsOf(ended, 'Create Job');
  expect(item?.binary?.['data']).toMatchObject({ fileName: 'clip.mp4', mimeType: 'video/mp4' });
});

test('the next node offers the fields of a result before there is one', async () => {
  await editor.newWorkflow();
  await editor.addNode('manual', 'Manual Trigger');
  await editor.addOurNode('convert video', 'Create Job', 'Convert a video');
  await editor.page.keyboard.press('Escape');
  expect(await editor.part('canvas-node').last().textContent()).toContain('video → mp4 · local');
  await editor.addNode('edit fields', 'Edit Fields');
  await editor.part('ndv-input-panel').getByText('duration').waitFor();
  await editor.picture('output-preview');
});

test.each([
  ['Create Shorts', 'create shorts', 'Add to workflow', 'create-shorts', 'defineShorts'],
  ['Wait for Job', 'wait for job', 'Wait for a job', 'wait-for-job', 'operation'],
  ['Media Jobs Webhook', 'standard webhooks', 'On job succeeded', 'webhook-trigger', 'source'],
])('%s is found, and its panel has its fields', async (name, words, how, picture, field) => {
  await editor.newWorkflow();
  await editor.addOurNode(words, name, how);
  await editor.part(`parameter-input-${field}`).waitFor();
  await editor.picture(picture);
});

test('on light and on dark ground, each node has an icon of its own', async () => {
  const { name, nodes, connections } = inARow('All nodes', [
    { name: 'Webhook Trigger', type: 'n8n-nodes-media-jobs.webhookTrigger' },
    { name: 'Create Job', type: 'n8n-nodes-media-jobs.createJob' },
    { name: 'Wait for Job', type: 'n8n-nodes-media-jobs.waitForJob' },
    { name: 'Create Shorts', type: 'n8n-nodes-media-jobs.createShorts' },
  ]);
  const id = await n8n().importWorkflow({ name, nodes, connections });
  const shown: (string | null)[][] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await editor.page.emulateMedia({ colorScheme });
    await editor.goTo(`/workflow/${id}`);
    const icons = editor.part('canvas-node').locator('img');
    await icons.nth(3).waitFor();
    await editor.picture(`nodes-${colorScheme}`);
    const addresses = await Promise.all((await icons.all()).map((icon) => icon.getAttribute('src')));
    for (const address of addresses)
      expect((await editor.page.request.get(new URL(address ?? '', n8n().url).href)).headers()['content-type']).toMatch(
        /^image\/svg/,
      );
    shown.push(addresses);
  }
  await editor.page.emulateMedia({ colorScheme: 'light' });
  expect(new Set(shown.flat()).size).toBe(8);
});

test('a chat model can be connected to Create Shorts, on the canvas and in its panel', async () => {
  await editor.newWorkflow();
  await editor.part('workflow-import-input').setInputFiles({
    name: 'shorts.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(WITH_CHAT_MODEL)),
  });
  await editor.part('canvas-node').first().waitFor();
  await editor.pictureOfWorkflow('create-shorts-model');
  await editor.part('canvas-configurable-node').dblclick();
  await editor.part('parameter-input-defineShorts').waitFor();
  await editor.part('subnode-connection-group-ai_languageModel-0').getByText('Chat Model').waitFor();
  await editor.picture('create-shorts-panel');
});

test('a credential is entered and tested, with a key that is wrong and with the right one', async () => {
  const hosted = await servers.open();
  await editor.goTo('/home/credentials/create');
  await editor.part('new-credential-type-select').waitFor();
  await editor.page.keyboard.type('ittybit');
  await editor.part('new-credential-type-select-option').filter({ hasText: 'Ittybit API' }).click();
  await editor.part('new-credential-type-button').click();
  await editor.fill('baseUrl', hosted.url);
  await editor.fill('apiKey', 'wrong');
  await editor.part('credential-save-button').click();
  await editor.page.getByText('Couldn’t connect with these settings').waitFor();
  await editor.picture('credential-refused');
  await editor.fill('apiKey', servers.env()['MEDIA_JOBS_API_KEY']?.split(',')[0] ?? '');
  await editor.part('credential-save-button').click();
  await editor.part('credentials-config-container-test-success').waitFor();
  await editor.picture('credential');
});

test('every workflow that is handed out can be imported from its file', async () => {
  for (const name of await workflowNames()) {
    await editor.newWorkflow();
    await editor.part('workflow-import-input').setInputFiles(join(ROOT, 'workflows', `${name}.json`));
    await editor.part('canvas-node').first().waitFor();
    await editor.pictureOfWorkflow(`workflow-${name}`);
    expect(await editor.page.getByText('not recognized').count()).toBe(0);
  }
});
