import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import dns from 'node:dns/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openSecrets } from '../../src/jobs/jobSecrets';
import { placeOfInput } from '../../src/jobs/inputPlace';
import type { StoredInput } from '../../src/jobs/store/storedJob';
import { createJob } from '../../src/pipeline/job/job';
import type { Job } from '../../src/pipeline/job/job';
import { placeOfStranger } from '../../src/pipeline/storage/place';
import { fixture } from '../fixtures';
import { canaries } from '../support/canaries';
import type { Canaries } from '../support/canaries';
import { testHome, sealOf, storeOf } from '../support/engine';
import { testServers } from '../support/jobServer';
import { mutatedAddresses } from '../support/mutatedAddresses';
import { LOOPBACK, outside } from '../support/outside';
import { DEFAULT_LANE, DEFAULT_TENANT } from '../../src/jobs/store/port';

let birds: Canaries;
let folder: string;
/** A picture that would be converted if anybody read it. */
let picture: string;
beforeAll(async () => {
  birds = await canaries();
  folder = await mkdtemp(join(tmpdir(), 'private-'));
  picture = join(folder, 'private.png');
  await copyFile(await fixture('odd.png'), picture);
});
afterAll(async () => {
  await birds.close();
  await rm(folder, { recursive: true });
});

const { connected } = outside();
beforeEach(() => {
  // Whatever name comes out of an address, it leads inside.
  jest.spyOn(dns, 'lookup').mockImplementation((async () => [LOOPBACK]) as unknown as typeof dns.lookup);
});
afterEach(() => expect(birds.reached()).toBe(0));

const servers = testServers();
const home = testHome();

/** Property: batches of addresses, which are worked on at the same time. The seed is fixed, so that a run is like any other. */
const batches = (runs: number, check: (texts: string[]) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(fc.array(mutatedAddresses(picture, birds.port), { minLength: 20, maxLength: 20 }), check),
    {
      numRuns: runs,
      seed: 12,
      endOnFailure: true,
    },
  );

const NEVER = new AbortController().signal;
/** What only somebody can say who has looked whether there is such a file. */
const TOLD = /it is a|there is no file|permission|too long/i;

it('over HTTP no address reaches a file or a place inside, nor tells whether there is a file', async () => {
  const server = await servers.open();
  const outcomes = new Set<string>();
  await batches(12, async (texts) => {
    await Promise.all(
      texts.map(async (input) => {
        const { status, body, text } = await server.ask('POST', '/jobs', { body: { input, kind: 'image' } });
        if (status === 400) {
          expect([input, (body as Job['error'])?.kind]).toEqual([input, 'invalid_input']);
          expect(text).not.toMatch(TOLD);
        } else {
          expect([input, status]).toEqual([input, 201]);
          const { id } = body as Job;
          const { error } = await server.engine.jobs.ended(id, NEVER);
          expect([input, error?.kind]).toEqual([input, 'address_refused']);
          const stored = await storeOf(server.engine).reader.get(id);
          const { address, place } = stored?.request.input as Extract<StoredInput, { address: string }>;
          const secrets = await openSecrets(sealOf(server.engine), stored ?? { id, sealed: null });
          // What was judged is what was run.
          expect(placeOfInput({ address, ...(place && { place }) }, secrets)).toEqual(placeOfStranger(input));
          expect(place ?? secrets.place).toMatchObject({ scheme: 'http' });
        }
        outcomes.add(`${status}`);
      }),
    );
    // To the server alone, by the test itself.
    expect(new Set(connected.map((place) => place.split(' ')[1]))).toEqual(new Set([`${server.port}`]));
  });
  expect([...outcomes].sort()).toEqual(['201', '400']);
});

it('the jobs of an older store, which has the text alone, reach neither', async () => {
  const engine = await home.open();
  await engine.start();
  const kinds = new Set<string>();
  await batches(8, async (texts) => {
    const jobs = texts.map(async (address) => {
      const request = { kind: 'image' as const, options: {}, metadata: {} };
      const state = createJob({ ...request, input: address }, Date.now());
      await storeOf(engine).queue.add({
        request: { ...request, output: null, input: { address } },
        state,
        lane: DEFAULT_LANE,
        tenant: DEFAULT_TENANT,
        backend: 'local',
        priority: 0,
        requestHash: state.id,
        idempotencyKey: null,
        timeLimit: null,
        webhookUrl: null,
        webhookEvents: [],
        sealed: null,
        runBy: 'worker',
      });
      const { error } = await engine.jobs.ended(state.id, NEVER);
      expect([address, error?.kind]).toEqual([address, expect.stringMatching(/^(invalid_input|address_refused)$/)]);
      expect(error?.message).not.toMatch(TOLD);
      kinds.add(error?.kind ?? '');
    });
    await Promise.all(jobs);
    expect(connected).toEqual([]);
  });
  expect([...kinds].sort()).toEqual(['address_refused', 'invalid_input']);
});
