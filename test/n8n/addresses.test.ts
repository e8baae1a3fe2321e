import dns from 'node:dns/promises';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { sharedEngine } from '../../nodes/background/sharedEngine';
import type { Engine } from '../../src/jobs/engine';
import type { Job } from '../../src/pipeline/job/job';
import { fixture } from '../fixtures';
import { serve } from '../pipeline/storage/support/server';
import type { TestServer } from '../pipeline/storage/support/server';
import { canaries } from '../support/canaries';
import type { Canaries } from '../support/canaries';
import {
  FEW_INSIDE_HOSTS,
  INSIDE_HOSTS,
  insideUrls,
  misleading,
  oddlySpelled,
  OTHER_KINDS,
  redirects,
  redirectTo,
} from '../support/insideAddresses';
import { fileItem, jobOf, testEngine, workflowOf } from '../support/n8n';
import type { TestEngine } from '../support/n8n';
import { mutatedAddresses } from '../support/mutatedAddresses';
import { LOOPBACK, outside, PUBLIC } from '../support/outside';
import { eventually } from '../support/processes';
import { traps } from '../support/traps';

let birds: Canaries;
/** What the guard takes for a public server. */
let door: TestServer;
let n8n: TestEngine;
let engine: Engine;
beforeAll(async () => {
  birds = await canaries();
  door = await serve((request, response) =>
    request.url === '/cut' ? request.socket.destroy() : redirects(request, response),
  );
  n8n = await testEngine();
  engine = await sharedEngine();
});
afterAll(async () => {
  await n8n.stop();
  await door.close();
  await birds.close();
});

const { name, connected } = outside();
beforeEach(() => {
  name('public.test', [PUBLIC]);
  name('inside.test', [LOOPBACK]);
  name('rebind.test', [PUBLIC], [LOOPBACK]);
});
afterEach(async () => {
  expect(birds.reached()).toBe(0);
  expect(connected.filter((place) => place.endsWith(` ${birds.port}`))).toEqual([]);
  expect(await n8n.leftovers()).toEqual([]);
});

/** Runs the node once with an item for each address; those that fail go on with their error. */
async function each(addresses: readonly string[], more: IDataObject = {}): Promise<INodeExecutionData[]> {
  const items = addresses.map((url) => ({ json: { url } }));
  const run = await n8n.run(
    workflowOf(
      items,
      { kind: 'image', inputSource: 'url', url: '={{ $json.url }}', ...more },
      { onError: 'continueRegularOutput' },
    ),
  ).ended;
  const made = n8n.itemsOf(run, 'Create Job');
  expect(made).toHaveLength(addresses.length);
  return made;
}

it('the node refuses them', async () => {
  const inside = insideUrls([...INSIDE_HOSTS, 'inside.test'], birds.port);
  const addresses = [
    `http://rebind.test:${door.port}/cut`,
    ...inside,
    ...inside.map((address) => redirectTo(`http://public.test:${door.port}`, address)),
  ];
  const made = await each(addresses);
  for (const [nth, { json }] of made.entries())
    expect([addresses[nth], json['error']]).toMatchObject([addresses[nth], { kind: 'address_refused' }]);
});

it('the node does not read what is no web address', async () => {
  const made = await each([...OTHER_KINDS, ...oddlySpelled(birds.port), ...misleading(birds.port)]);
  for (const { json } of made)
    expect((json['error'] as { kind: string }).kind).toMatch(/^(invalid_input|address_refused)$/);
});

it('the node opens nothing that a file of an item names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'traps-'));
  const files = Object.values(await traps(`http://127.0.0.1:${birds.port}/inside.ts`));
  const items = await Promise.all(
    files.map(async (bytes, nth) => {
      const path = join(folder, `${nth}.mp4`);
      await writeFile(path, bytes);
      return fileItem(path);
    }),
  );
  const run = await n8n.run(workflowOf(items, { kind: 'image' }, { onError: 'continueRegularOutput' })).ended;
  expect(n8n.itemsOf(run, 'Create Job')).toHaveLength(files.length);
  await rm(folder, { recursive: true });
});

it('the node’s jobs in the background refuse them too, and send no webhook there', async () => {
  const made = await each(insideUrls(FEW_INSIDE_HOSTS, birds.port), {
    waitForCompletion: false,
    jobOptions: { webhookUrl: '={{ $json.url }}' },
  });
  for (const item of made) {
    const { id } = jobOf(item);
    const job = await eventually(async () => {
      const found = await engine.jobs.get(id);
      return found.webhook_deliveries?.[0]?.attempts.length === 1 && found;
    });
    const refused = expect.stringContaining('is refused: it leads to this machine') as string;
    expect(job).toMatchObject({
      status: 'failed',
      error: { kind: 'address_refused' },
      webhook_deliveries: [{ status: 'failed', attempts: [{ status: null, why: refused }] }],
    });
  }
});

it('no address, however it is spelled, makes the node read a file of the machine or a place inside, at once or later', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'private-'));
  const picture = join(folder, 'private.png');
  await copyFile(await fixture('odd.png'), picture);
  // Whatever name comes out of an address, it leads inside.
  jest.spyOn(dns, 'lookup').mockImplementation((async () => [LOOPBACK]) as unknown as typeof dns.lookup);
  const refused = expect.stringMatching(/^(invalid_input|address_refused)$/) as string;
  const batch = fc.array(mutatedAddresses(picture, birds.port), { minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(batch, fc.boolean(), async (texts, waits) => {
      const made = await each(texts, { waitForCompletion: waits });
      for (const [nth, item] of made.entries()) {
        const failed = item.json['error'] as Job['error'] | undefined;
        const error = failed ?? (await engine.jobs.ended(jobOf(item).id, new AbortController().signal)).error;
        expect([texts[nth], error?.kind]).toEqual([texts[nth], refused]);
        expect(error?.message).not.toMatch(/it is a|there is no file|permission/i);
      }
      expect(connected).toEqual([]);
    }),
    { numRuns: 6, seed: 12, endOnFailure: true },
  );
  await rm(folder, { recursive: true });
});
