import { readFileSync } from 'node:fs';
import { local } from '../../../src/backends/local/backend';
import { serviceOf } from '../../../src/jobs/serviceOf';
import { backendConformance } from '../../conformance/backends';
import { fixture } from '../../fixtures';
import { serve } from '../../pipeline/storage/support/server';
import type { TestServer } from '../../pipeline/storage/support/server';
import { testHome } from '../../support/engine';

const home = testHome();
let server: TestServer;
beforeEach(async () => {
  const picture = readFileSync(await fixture('odd.png'));
  server = await serve((_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(picture));
});
afterEach(() => server.close());

const credential = () => Promise.reject(new Error('There is no credential for this machine'));

backendConformance('the store of this machine', async ({ runs }) => {
  const env = { ...home.env(), MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${server.port}` };
  const engine = await home.open({ env, runs });
  await engine.start();
  return {
    backend: await local.open({ credential, jobs: () => Promise.resolve(serviceOf(engine)) }),
    input: `${server.origin}/in.png`,
    stranger: null,
    cancels: true,
  };
});
