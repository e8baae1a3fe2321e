import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runProgram } from './programs';

export interface SwiftServer {
  /** http://127.0.0.1:port */
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
  /** The environment that leads a client to it. */
  env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Debian's Python, which the packages of Swift are for. */
const PYTHON = '/usr/bin/python3';
const STORES = ['account', 'container', 'object'] as const;
const MIDDLEWARE = [
  'catch_errors',
  'healthcheck',
  'cache',
  'listing_formats',
  'bulk',
  's3api',
  'tempauth',
  'slo',
  'dlo',
  'symlink',
  'versioned_writes',
];
const KEYS = { accessKeyId: 'test:tester', secretAccessKey: 'testing' };
/** Not the one that clients take by themselves. */
const REGION = 'eu-central-1';
const SETTINGS: Record<string, string> = {
  s3api: `min_segment_size = 5242880\nlocation = ${REGION}`,
  tempauth: 'user_test_tester = testing .admin',
};
const START_MS = 90_000;

/** One ring a store: one partition's worth of one disk on one machine. Arguments: folder, then name=port. */
const RINGS = `
import sys
from swift.common.ring import RingBuilder
for name, port in (each.split('=') for each in sys.argv[2:]):
    builder = RingBuilder(4, 1, 1)
    builder.add_dev({'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': int(port), 'replication_ip': '127.0.0.1', 'replication_port': int(port), 'device': 'd1', 'weight': 1.0, 'meta': ''})
    builder.rebalance()
    builder.get_ring().save('%s/%s.ring.gz' % (sys.argv[1], name))
`;

/** OpenStack Swift with its S3 API, in processes of its own that end with `stop`: a storage that others have written, which checks signatures. */
export async function startSwift(): Promise<SwiftServer> {
  const folder = await mkdtemp(join(tmpdir(), 'swift-'));
  const [account = 0, container = 0, object = 0, proxy = 0, memory = 0] = await freePorts(5);
  const ports = { account, container, object };
  await mkdir(join(folder, 'disks', 'd1'), { recursive: true });
  const head = (port: number) =>
    `[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = ${port}\nuser = ${userInfo().username}\nswift_dir = ${folder}\ndevices = ${join(folder, 'disks')}\nmount_check = false\nworkers = 0\n`;
  for (const store of STORES)
    await writeFile(
      join(folder, `${store}.conf`),
      `${head(ports[store])}[pipeline:main]\npipeline = ${store}-server\n[app:${store}-server]\nuse = egg:swift#${store}\n`,
    );
  const filters = MIDDLEWARE.map(
    (name) =>
      `[filter:${name}]\nuse = egg:swift#${name === 'cache' ? `memcache\nmemcache_servers = 127.0.0.1:${memory}` : name}\n${SETTINGS[name] ?? ''}\n`,
  );
  await writeFile(
    join(folder, 'proxy.conf'),
    `${head(proxy)}[pipeline:main]\npipeline = ${MIDDLEWARE.join(' ')} proxy-server\n[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\n${filters.join('')}`,
  );
  await runProgram(PYTHON, ['-c', RINGS, folder, ...STORES.map((store) => `${store}=${ports[store]}`)]);

  const children: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(
      children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }),
    );
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const start = (program: string, args: string[]) =>
    void children.push(spawn(program, args, { stdio: 'ignore', env: { PATH: process.env.PATH, TMPDIR: folder } }));
  start('memcached', ['-l', '127.0.0.1', '-p', `${memory}`, '-U', '0', '-u', userInfo().username]);
  for (const server of [...STORES, 'proxy']) start(`swift-${server}-server`, [join(folder, `${server}.conf`)]);
  const endpoint = `http://127.0.0.1:${proxy}`;
  try {
    // The proxy answers, and so do the stores behind it.
    for (const port of [proxy, account, container, object])
      await answering(`http://127.0.0.1:${port}/${port === proxy ? 'healthcheck' : ''}`, children);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    endpoint,
    ...KEYS,
    region: REGION,
    env: {
      AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL_S3: endpoint,
    },
    stop,
  };
}

/** Waits until something answers at an address, whatever it answers. */
async function answering(url: string, children: readonly ChildProcess[]): Promise<void> {
  for (const end = Date.now() + START_MS; ;) {
    if (
      await fetch(url).then(
        ({ body }) => body?.cancel().then(() => true) ?? true,
        () => false,
      )
    )
      return;
    const ended = children.find(({ exitCode }) => exitCode !== null);
    if (ended !== undefined || Date.now() > end)
      throw new Error(`Swift does not start: ${ended?.spawnargs.join(' ') ?? url}`);
    await pause(100);
  }
}

/** Ports that nothing listens at. Rings name their ports, so they have to be known before. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
