import { join } from 'node:path';
import { CustomDirectoryLoader } from 'n8n-core';
import { ROOT } from '../package/manifest';

test('n8n loads all nodes and credentials from the folder that N8N_CUSTOM_EXTENSIONS is said to name', async () => {
  const loader = new CustomDirectoryLoader(join(ROOT, 'dist'));
  await loader.loadAll();
  expect(Object.keys(loader.nodeTypes).sort()).toEqual(['createJob', 'createShorts', 'waitForJob', 'webhookTrigger']);
  expect(Object.keys(loader.credentialTypes).sort()).toEqual(['ittybitApi', 'mediaWebhookSecretApi', 'swiftiaApi']);
});
