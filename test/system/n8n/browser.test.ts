import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workflowNames } from '../../../scripts/n8n/workflows.mts';
import { fixture } from '../../fixtures';
import { ROOT } from '../../package/manifest';
import { serve } from '../../pipeline/media/support/server';
import type { TestServer } from '../../pipeline/media/support/server';
import { Editor } from '../../support/editor';
import { testServers } from '../../support/jobServer';
import { itemsOf } from '../../support/n8nApi';
import type { N8nExecutionSummary } from '../../support/n8nApi';
import { useN8n } from '../../support/n8nServer';
import { probe } from '../../support/probe';

const n8n = useN8n({ env: { MEDIA_JOBS_ALLOW_HOSTS: '127.0.0.1' } });
const servers = testServers();

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
  expect((await editor.addOurNode('convert video', 'Create Job'))[0]).toMatch(/^Create Job/);
  await editor.picture('create-job');
  await editor.choose('inputSource', 'URL');
  await editor.fill('url', `${web.origin}/holiday.mov`);
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

test.each([
  ['Create Shorts', 'create shorts', 'Add to workflow', 'create-shorts', 'defineShorts'],
  ['Wait for Job', 'wait for job', 'Add to workflow', 'wait-for-job', 'mode'],
  ['Media Jobs Webhook', 'standard webhooks', 'On job succeeded', 'webhook-trigger', 'source'],
])('%s is found, and its panel has its fields', async (name, words, how, picture, field) => {
  await editor.newWorkflow();
  await editor.addOurNode(words, name, how);
  await editor.part(`parameter-input-${field}`).waitFor();
  await editor.picture(picture);
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
