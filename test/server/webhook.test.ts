import { readFileSync } from 'node:fs';
import type { Job } from '../../src/pipeline/job/job';
import { fixture } from '../fixtures';
import { testServers, uploaded } from '../support/jobServer';
import { eventually } from '../support/processes';
import { startReceiver } from '../support/receiver';

const { open, env } = testServers();

it('webhook_url is told of the end with an address to fetch the result from', async () => {
  const receiver = await startReceiver();
  try {
    const server = await open({ engine: { env: { ...env(), MEDIA_JOBS_ALLOW_HOSTS: `127.0.0.1:${receiver.port}` } } });
    const input = await uploaded(server, readFileSync(await fixture('surround.mp4')));
    const { id, output } = await server.run({
      input,
      kind: 'image',
      options: { width: 32 },
      webhook_url: receiver.url,
    });
    const [message] = await eventually(async () => receiver.received.length > 0 && receiver.received);
    expect(message?.body).not.toContain(server.engine.home.folder);
    const { type, data } = JSON.parse(message?.body ?? '') as { type: string; data: Job };
    expect(type).toBe('job.succeeded');
    expect(data).toMatchObject({ id, status: 'succeeded', input });
    // Signed a moment apart.
    const file = (address: string | null) => address?.replace(/\/\d+\.[\w-]+\//, '/');
    expect(file(data.output)).toBe(file(output));
    expect((await fetch(data.output ?? '')).status).toBe(200);
    await eventually(async () => {
      const { webhook_deliveries: deliveries } = (await server.ask('GET', `/jobs/${id}`)).body as {
        webhook_deliveries?: { status: string }[];
      };
      return deliveries?.[0]?.status === 'delivered';
    });
  } finally {
    await receiver.close();
  }
});

it('webhook_url reaches nothing inside, n8n’s own webhooks included', async () => {
  const receiver = await startReceiver();
  try {
    const server = await open({ engine: { env: { ...env(), N8N_PORT: `${receiver.port}` } } });
    const input = await uploaded(server, readFileSync(await fixture('surround.mp4')));
    const { id } = await server.run({
      input,
      kind: 'image',
      options: { width: 32 },
      webhook_url: receiver.url.replace('/hook', '/webhook/x'),
    });
    await eventually(async () => {
      const { webhook_deliveries: deliveries } = (await server.ask('GET', `/jobs/${id}`)).body as {
        webhook_deliveries?: { status: string; attempts: { why: string }[] }[];
      };
      return deliveries?.[0]?.status === 'failed' && /refused/.test(deliveries[0].attempts[0]?.why ?? '');
    });
    expect(receiver.received).toEqual([]);
  } finally {
    await receiver.close();
  }
});
