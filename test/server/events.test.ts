import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Job } from '../../src/pipeline/job/job';
import { performing, ANY_JOB, storeOf } from '../support/engine';
import { authorization, testServers } from '../support/jobServer';
import { eventually } from '../support/processes';
import type { TestServer } from '../support/jobServer';

const { open } = testServers();

interface Told {
  type: string;
  job: Job;
}

async function follow(server: TestServer, id: string): Promise<IncomingMessage> {
  const asked = request(`${server.url}/jobs/${id}/events`, {
    headers: { authorization: authorization.split(': ')[1] ?? '' },
  }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response;
}

async function allOf(response: IncomingMessage): Promise<Told[]> {
  let text = '';
  for await (const piece of response.setEncoding('utf8') as AsyncIterable<string>) text += piece;
  return text.split('\n\n').flatMap((block) => {
    const [, type = '', data = ''] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
    return type === '' ? [] : [{ type, job: JSON.parse(data) as Job }];
  });
}

const create = async (server: TestServer) =>
  ((await server.ask('POST', '/jobs', { body: { input: 'https://media.example/a.mov', kind: 'video' } })).body as Job)
    .id;

describe('GET /jobs/{id}/events', () => {
  it('tells the job as it is, each change, and its end', async () => {
    const server = await open({ starts: false, engine: { performers: { local: performing() } } });
    const id = await create(server);
    const response = await follow(server, id);
    expect(response.headers['content-type']).toBe('text/event-stream');
    await server.engine.start();
    const told = await allOf(response);
    expect([told[0]?.type, told[1]?.type, told.at(-1)?.type]).toEqual(['job.now', 'job.started', 'job.succeeded']);
    expect(told.map(({ job }) => job.id)).toEqual(told.map(() => id));
    expect(told.at(-1)?.job).toMatchObject({ status: 'succeeded' });
  });

  it('ends at once for a job that has ended', async () => {
    const server = await open({ engine: { performers: { local: performing() } } });
    const id = await create(server);
    await server.engine.jobs.ended(id, new AbortController().signal);
    expect((await allOf(await follow(server, id))).map(({ type }) => type)).toEqual(['job.succeeded']);
  });

  it('ends with the server', async () => {
    const server = await open({ starts: false });
    const response = await follow(server, await create(server));
    const told = allOf(response);
    await server.close();
    expect((await told).map(({ type }) => type)).toEqual(['job.now']);
  });

  it('is given up when its client leaves too much of it unread, and the server goes on', async () => {
    const server = await open({ starts: false, limits: { unreadBytes: 100_000 } });
    const id = await create(server);
    const path = `/jobs/${id}/events`;
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${authorization}\r\n\r\n`);
    const { queue, reader, workers } = storeOf(server.engine);
    await workers.register({ id: 'nobody', pid: 1, started: '', namespace: '', role: 'test', seenAt: 0 });
    await queue.claim('nobody', { ...ANY_JOB, now: Date.now() });
    const { state, token } = (await reader.get(id)) ?? {};
    if (state === undefined || token === undefined) throw new Error('The job is gone.');
    // What the system takes for a client that does not read is some megabytes.
    const error = { kind: 'internal_error', message: 'x'.repeat(1_000_000) } as const;
    for (let updated = 1; !socket.closed && updated < 50; updated++) {
      expect(await queue.progress({ id, token }, { ...state, updated_at: updated, error })).toBe(true);
      server.engine.jobs.look();
      socket.write('\r\n');
      await turn();
    }
    // A client that does not read sees by writing that nobody is there.
    await eventually(async () => {
      socket.write('\r\n');
      return socket.closed;
    });
    expect((await server.ask('GET', '/health')).status).toBe(200);
  });

  it('answers HEAD without waiting', async () => {
    const server = await open({ starts: false });
    expect(await server.ask('HEAD', `/jobs/${await create(server)}/events`)).toMatchObject({ status: 200, text: '' });
  });
});
