import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackendJob } from '../../src/backends/backendJob';
import { fetchResult } from '../../src/backends/hostedResult';
import { ittybitJob } from '../../src/backends/ittybit/job';
import type { JobView } from '../../src/jobs/jobView';
import type { Job } from '../../src/pipeline/job/job';
import { serve } from '../pipeline/storage/support/server';
import type { TestServer } from '../pipeline/storage/support/server';
import { canaries } from '../support/canaries';
import type { Canaries } from '../support/canaries';
import { last } from '../support/cli';
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
import { answer, jobsCli } from '../support/jobsCli';
import { testServers } from '../support/jobServer';
import { LOOPBACK, outside, PUBLIC } from '../support/outside';
import { eventually } from '../support/processes';
import { MediaJobError } from '../../src/pipeline/errors/mediaError';

let birds: Canaries;
/** What the guard takes for a public server: one that redirects, and cuts the connection when it is asked for `/cut`. */
let door: TestServer;
beforeAll(async () => {
  birds = await canaries();
  door = await serve((request, response) =>
    request.url === '/cut' ? request.socket.destroy() : redirects(request, response),
  );
});
afterAll(async () => {
  await door.close();
  await birds.close();
});

const { name, connected } = outside();
const { here, apart } = jobsCli();
const { open, env } = testServers();

beforeEach(() => {
  name('public.test', [PUBLIC]);
  name('inside.test', [LOOPBACK, { address: '10.9.8.7', family: 4 }]);
  name('rebind.test', [PUBLIC], [LOOPBACK]);
});
afterEach(() => {
  expect(birds.reached()).toBe(0);
  // Nobody was asked at the canaries' port, wherever that may be.
  expect(connected.filter((place) => place.endsWith(` ${birds.port}`))).toEqual([]);
});

const redirected = (hosts: readonly string[]) =>
  insideUrls(hosts, birds.port).map((address) => redirectTo(`http://public.test:${door.port}`, address));
/** To be asked in this order: the first answer for rebind.test is a public address. */
const addresses = () => [
  `http://rebind.test:${door.port}/cut`,
  ...insideUrls([...INSIDE_HOSTS, 'inside.test'], birds.port),
  ...oddlySpelled(birds.port),
  ...redirected(INSIDE_HOSTS),
];

describe('the command line', () => {
  it('refuses them', async () => {
    for (const address of addresses()) {
      const { code, text } = await here(['image', '-i', address]);
      expect([address, code, JSON.parse(text.trim().split('\n').at(-1) ?? '')]).toMatchObject([
        address,
        1,
        { status: 'failed', error: { kind: 'address_refused' } },
      ]);
    }
  });

  it.each(OTHER_KINDS)('does not read %s', async (address) =>
    expect(answer(await here(['image', '-i', address]))).toMatchObject({ kind: 'invalid_input' }),
  );

  it('refuses them to whoever only wants to know what is there, or what would be done', async () => {
    for (const words of [['probe'], ['video', '--dry-run']]) {
      for (const address of insideUrls(FEW_INSIDE_HOSTS, birds.port))
        expect(answer(await here([...words, '-i', address]))).toMatchObject({ kind: 'address_refused' });
    }
  });

  it('refuses them in a process of its own', async () => {
    const runs = await Promise.all(
      insideUrls(['localhost', '[::1]', '0x7f000001'], birds.port).map((address) => apart(['image', '-i', address])),
    );
    for (const run of runs) expect([run.code, last(run)]).toMatchObject([1, { error: { kind: 'address_refused' } }]);
  });

  it('refuses them in the background, and sends no webhook there', async () => {
    const ids = [];
    for (const address of insideUrls(FEW_INSIDE_HOSTS, birds.port))
      ids.push(answer(await here(['jobs', 'create', '--kind', 'image', '-i', address, '--webhook-url', address])).id);
    expect((await here(['worker', '--until-empty'])).code).toBe(0);
    for (const id of ids) expectAllRefused(answer(await here(['jobs', 'get', id])));
  });
});

describe('the server', () => {
  it('refuses them as input', async () => {
    const server = await open();
    const all = addresses();
    const jobs = await Promise.all(all.map((input) => server.run({ input, kind: 'image' })));
    for (const [nth, job] of jobs.entries())
      expect([all[nth], job]).toMatchObject([all[nth], { status: 'failed', error: { kind: 'address_refused' } }]);
  });

  it.each([...OTHER_KINDS, ...misleading(80)])('takes no %j', async (input) => {
    const server = await open({ starts: false });
    expect((await server.ask('POST', '/jobs', { body: { input, kind: 'image' } })).body).toMatchObject({
      kind: 'invalid_input',
    });
    expect(
      (
        await server.ask('POST', '/jobs', {
          body: { input: 'https://media.example/a.mp4', kind: 'image', webhook_url: input },
        })
      ).status,
    ).toBe(400);
  });

  it('sends no webhook there, nor where a receiver redirects to', async () => {
    const server = await open({ engine: { env: env() } });
    const receivers = insideUrls([...INSIDE_HOSTS, 'inside.test'], birds.port);
    const jobs = await Promise.all(
      receivers.map((address) => server.run({ input: address, kind: 'image', webhook_url: address })),
    );
    const told = (id: string) =>
      eventually(async () => {
        const job = (await server.ask('GET', `/jobs/${id}`)).body as JobView;
        return job.webhook_deliveries?.[0]?.attempts.length === 1 && job;
      });
    for (const { id } of jobs) expectAllRefused(await told(id));
    const { id } = await server.run({ input: receivers[0], kind: 'image', webhook_url: redirected(['127.0.0.1'])[0] });
    expect((await told(id)).webhook_deliveries?.[0]).toMatchObject({
      status: 'pending',
      attempts: [{ status: 302, why: 'it answered with a redirect, which is not followed' }],
    });
  });

  it('takes an upload by its address, and no other server’s for one', async () => {
    const server = await open();
    const input = `http://127.0.0.1:${birds.port}/files/${'a'.repeat(24)}/a.mp4`;
    expect(await server.run({ input, kind: 'image' })).toMatchObject({ error: { kind: 'address_refused' } });
  });
});

/** The job was refused its input, and its one webhook for good. */
function expectAllRefused(job: JobView): void {
  const { webhook_url: address } = job as Job & { webhook_url?: string };
  const refused = expect.stringContaining('is refused: it leads to this machine or into a private network') as string;
  expect([address, job]).toMatchObject([
    address,
    {
      status: 'failed',
      error: { kind: 'address_refused' },
      webhook_deliveries: [{ status: 'failed', attempts: [{ status: null, why: refused }] }],
    },
  ]);
}

describe('a hosted API', () => {
  it('that says that a result lies there is not believed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'addresses-'));
    const access = { name: 'Ittybit', baseUrl: 'https://api.example/v1', apiKey: 'key' };
    for (const [nth, output] of [...addresses(), ...misleading(birds.port)].entries()) {
      const own = join(folder, `${nth}`);
      await mkdir(own);
      const job = ittybitJob({ id: 'job_1', kind: 'image', options: {}, status: 'succeeded', output }) as BackendJob;
      const thrown: unknown = await fetchResult(job, {
        access,
        env: {},
        folder: own,
        name: 'a.jpg',
        signal: new AbortController().signal,
      }).catch((error: unknown) => error);
      const kind = nth < addresses().length ? 'address_refused' : 'result_unreachable';
      expect([output, thrown instanceof MediaJobError && thrown.kind]).toEqual([output, kind]);
      expect((await readdir(own, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())).toEqual(
        [],
      );
    }
    await rm(folder, { recursive: true });
  });
});
