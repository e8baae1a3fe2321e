// Takes over what test/system/n8n/browser.test.ts has seen into docs/images, in a few colours: node scripts/pictures.mts
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { cacheFolder } from './n8n/folder.mts';
import { workflowNames } from './n8n/workflows.mts';

const from = process.env['MEDIA_JOBS_SCREENSHOTS'] || join(cacheFolder(), 'screenshots');
const to = join(import.meta.dirname, '../docs/images');

await mkdir(to, { recursive: true });
for (const name of [
  'create-job',
  'create-job-result',
  'create-shorts',
  'create-shorts-model',
  'wait-for-job',
  'webhook-trigger',
  ...(await workflowNames()).map((each) => `workflow-${each}`),
]) {
  const { size } = await sharp(join(from, `${name}.png`))
    .png({ palette: true, colours: 64, dither: 0, effort: 10 })
    .toFile(join(to, `${name}.png`));
  console.log(`${name}.png  ${size}`);
}
