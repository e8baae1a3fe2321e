import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseAllowList } from '../../../../src/pipeline/net/guard';
import { canaries } from '../../../support/canaries';
import { expectError } from '../../../support/expectError';
import { LOOPBACK, outside, PUBLIC } from '../../../support/outside';
import { MB, remoteFixture } from './remoteFixture';

const { remote, started, open, expectPart } = remoteFixture();

it('a server is reached by IPv6 as well', async () => {
  const server = await started();
  const over6 = createServer((request, response) => {
    void fetch(`${server.origin}/a`, { headers: { range: request.headers.range ?? '' } }).then(async (answer) =>
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.bytes()),
    );
  }).listen(0, '::1');
  open.push({ close: () => new Promise((resolve) => over6.close(() => resolve())) });
  await once(over6, 'listening');
  const { port } = over6.address() as AddressInfo;
  const file = await remote(`http://[::1]:${port}/a.mp4`, { allow: parseAllowList(`[::1]:${port}`) });
  await expectPart(file, 30 * MB, 1000);
});

describe('a name', () => {
  const { name, connected } = outside();

  it('is judged at each request: a file that is read from a public server at first, and then from inside, is not read further', async () => {
    const birds = await canaries();
    open.push(birds);
    const server = await started({ headers: { etag: '"one"', connection: 'close' } });
    name('rebind.test', [PUBLIC], [LOOPBACK]);
    const file = await remote(`http://rebind.test:${server.port}/a.mp4`, { allow: [] });
    await expectPart(file, 0, 1000);
    await expectError(file.read(30 * MB, 10), 'address_refused', `rebind.test:${server.port}`);
    expect([server.asked.length, connected, birds.reached()]).toEqual([1, [`${PUBLIC.address} ${server.port}`], 0]);
  });

  it('that leads to another public server is followed there', async () => {
    const server = await started({ headers: { etag: '"one"', connection: 'close' } });
    name('moving.test', [PUBLIC], [LOOPBACK, PUBLIC]);
    const file = await remote(`http://moving.test:${server.port}/a.mp4`, { allow: [] });
    await expectPart(file, 30 * MB, 1000);
    expect(new Set(connected)).toEqual(new Set([`${PUBLIC.address} ${server.port}`]));
  });
});
