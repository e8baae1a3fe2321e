import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { unreadBytes, unreadIn } from '../../../../src/pipeline/storage/remote/unreadBytes';
import { eventually } from '../../../support/processes';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:A1B2 0100007F:00C3 01 00000000:0001F400 00:00000000 00000000     0        0 11 1 0000000000000000 20 4 30 10 -1
   1: 0100007F:00C3 0100007F:A1B2 01 00000010:00000007 00:00000000 00000000     0        0 12 1 0000000000000000 20 4 30 10 -1
   2: 0200007F:00C3 0100007F:A1B3 01 00000010:00000000 00:00000000 00000000     0        0 12 1 0000000000000000 20 4 30 10 -1
`;

it('adds what is not sent here and what is not read there', () => {
  expect(unreadIn(TABLE, 0xc3, 0xa1b2)).toBe(0x10 + 0x1f400);
  expect(unreadIn(TABLE, 0xa1b2, 0xc3)).toBe(7);
});
it.each([
  ['', 0xc3, 0xa1b2],
  [TABLE, 0xc3, 0xa1b3],
  [TABLE, 1, 2],
  ['something else', 0xc3, 0xa1b2],
])('says nothing of a connection that is not there', (table, local, remote) =>
  expect(unreadIn(table, local, remote)).toBeNull(),
);

const onLinux = process.platform === 'linux' ? it : it.skip;
onLinux('sees what lies in a real connection, until it is read', async () => {
  const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[reader]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [[Socket], unknown];
  expect(await unreadBytes(client)).toBe(0);
  client.write(Buffer.alloc(50_000));
  await eventually(async () => (await unreadBytes(client)) === 50_000);
  reader.resume();
  await eventually(async () => (await unreadBytes(client)) === 0);
  client.destroy();
  reader.destroy();
  server.close();
  await once(server, 'close');
});
