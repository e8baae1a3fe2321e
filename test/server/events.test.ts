import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Job } from '../../src/pipeline/job';
import { performing } from '../support/engine';
import { authorization, testServers } from '../support/jobServer';
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

  it('answers HEAD without waiting', async () => {
    const server = await open({ starts: false });
    expect(await server.ask('HEAD', `/jobs/${await create(server)}/events`)).toMatchObject({ status: 200, text: '' });
  });
});
