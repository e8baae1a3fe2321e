import { rangeServer } from '../pipeline/storage/support/rangeServer';
import { bytesIn } from '../support/bytesIn';
import { CANARY, longSilence, seenIn } from '../support/plantedSecrets';
import { testServers } from '../support/jobServer';
import type { Job } from '../../src/pipeline/job/job';
import { eventually } from '../support/processes';
import { startReceiver } from '../support/receiver';

const { open, env } = testServers();

it('no secret of a request or of the server is in an answer, event, metric, webhook or file of it', async () => {
  const source = await rangeServer(longSilence(), {
    instead: (_, { url }, response) => url?.includes('403') === true && Boolean(response.writeHead(403).end()),
  });
  const receiver = await startReceiver();
  const warned: unknown[] = [];
  const warning = jest.spyOn(process, 'emitWarning').mockImplementation((...words) => void warned.push(words));
  const all = {
    ...env(),
    MEDIA_JOBS_API_KEY: CANARY.apiKey,
    MEDIA_JOBS_WEBHOOK_SECRET: CANARY.signing,
    N8N_ENCRYPTION_KEY: CANARY.n8n,
    MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${source.port},127.0.0.1:${receiver.port}`,
  };
  try {
    const server = await open({ env: all, engine: { env: all } });
    const said: string[] = [];
    const ask = async (method: string, path: string, body?: object | string) => {
      const answer = await server.ask(method, path, { key: CANARY.apiKey, ...(body !== undefined && { body }) });
      said.push(answer.text, JSON.stringify([...answer.headers]));
      return answer;
    };
    const input = (path: string) =>
      `${source.origin.replace('//', `//me:${CANARY.login}@`)}/${path}?sig=${CANARY.query}&w=1`;
    const hook = `${receiver.url}?token=${CANARY.hook}`;
    for (const path of ['a.wav', '403.wav']) {
      const { status, body } = await ask('POST', '/jobs', {
        kind: 'audio',
        input: input(path),
        options: { format: 'mp3' },
        webhook_url: hook,
      });
      expect(status).toBe(201);
      const { id } = body as Job;
      // Ends with the job.
      await ask('GET', `/jobs/${id}/events`);
      const { body: ended } = await ask('GET', `/jobs/${id}`);
      expect(ended).toMatchObject({
        status: path === 'a.wav' ? 'succeeded' : 'failed',
        input: `${source.origin.replace('//', '//***@')}/${path}?sig=***&w=1`,
        webhook_url: `${receiver.url}?token=***`,
      });
    }
    expect(
      (
        (
          await ask(
            'GET',
            `/jobs?input=${encodeURIComponent(`${source.origin.replace('//', '//***@')}/a.wav?sig=***&w=1`)}`,
          )
        ).body as Job[]
      ).map(({ status }) => status),
    ).toEqual(['succeeded']);
    await ask('GET', '/jobs');
    await ask('GET', '/metrics');
    for (const wrong of [
      { kind: 'audio', input: `http://me:${CANARY.login}@[/` },
      { kind: 'audio', input: `ftp://me:${CANARY.login}@a/` },
      { kind: 'audio', input: 'https://a/', output: `https://a/?sig=${CANARY.query}` },
      { kind: 'audio', input: 'https://a/', webhook_url: `mailto:me?token=${CANARY.hook}` },
      `{"input": "https://a/?sig=${CANARY.query}`,
    ]) {
      expect((await ask('POST', '/jobs', wrong)).status).toBe(400);
    }
    const posted = await eventually(() => Promise.resolve(receiver.received.length === 2 && receiver.received));
    expect(posted.every(({ url }) => url.includes(CANARY.hook))).toBe(true);
    expect(seenIn(posted.map(({ body, headers }) => body + JSON.stringify(headers)).join())).toEqual([]);
    expect(seenIn(said.join('\n'))).toEqual([]);
    expect(seenIn(bytesIn(server.engine.home.folder))).toEqual([]);
    expect(seenIn(warned)).toEqual([]);
  } finally {
    warning.mockRestore();
    await receiver.close();
    await source.close();
  }
});
