import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { n8nProgram } from '../../scripts/n8n/folder.mts';
import { N8nApi } from './n8nApi';
import { installPackage } from './n8nPackage';
import { endProcesses, processesOf } from './processes';
import type { RunningProcess } from './processes';
import { hasFailed } from './testFailed';

/** The last thing that n8n says at its start. /healthz/readiness is before that: active workflows are not taken up again by then. */
const READY = 'Editor is now accessible';
const START_MS = 120_000;
const STOP_MS = 15_000;

export interface N8nOptions {
  /** Added to n8n's environment. */
  env?: NodeJS.ProcessEnv;
}

/**
 * A real n8n in a process of its own, with this package installed from its tarball, a folder that goes with it and an owner who is logged in.
 * n8n has to be installed by scripts/n8n/install.mts before. Linux only.
 */
class N8nServer extends N8nApi {
  private child: ChildProcess | undefined;
  private said = '';

  private constructor(
    url: string,
    /** All that it writes lies in here: its database (`.n8n`), `files`, `tmp`. */
    readonly folder: string,
    private readonly program: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    super(url);
  }

  static async start({ env = {} }: N8nOptions = {}): Promise<N8nServer> {
    const program = await n8nProgram();
    const folder = await mkdtemp(join(tmpdir(), 'media-jobs-n8n-'));
    const [port, brokerPort] = await freePorts();
    const server = new N8nServer(`http://127.0.0.1:${port}`, folder, program, { ...environment(folder, port, brokerPort), ...env });
    try {
      for (const name of ['files', 'tmp']) await mkdir(join(folder, name));
      await installPackage(join(folder, '.n8n/nodes'));
      await server.launch();
      await server.setUp();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Where the Read/Write Files from Disk node may read and write. */
  get files(): string {
    return join(this.folder, 'files');
  }

  /** Names of what jobs have left in the folder for passing files. */
  async leftovers(): Promise<string[]> {
    return (await readdir(join(this.folder, 'tmp'))).filter((name) => name.includes('media-jobs'));
  }

  /** All that runs for this n8n, itself included, also what it started before it was killed. @param name of the program, such as `ffmpeg` */
  async processes(name?: string): Promise<RunningProcess[]> {
    return (await processesOf(this.folder)).filter(({ program }) => name === undefined || program === name);
  }

  /** What n8n has printed since it was first started. */
  log(): string {
    return this.said;
  }

  /** Ends n8n as a service manager does and starts it again: same folder, same address. */
  async restart(): Promise<void> {
    await this.quit();
    await this.launch();
  }

  /** Ends n8n, and n8n alone, as a crash does. `restart()` starts it again. */
  async kill9(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends n8n and whatever it started, and removes its folder. Shows what it has printed when a test has failed. */
  async stop(): Promise<void> {
    await this.quit();
    endProcesses(await this.processes());
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    if (hasFailed()) console.error(`What n8n printed:\n${this.said}`);
  }

  private async launch(): Promise<void> {
    // Should the tests be killed, n8n goes with them.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, this.program, 'start'], { cwd: this.folder, env: this.env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    const begin = this.said.length;
    await new Promise<void>((resolve, reject) => {
      const fail = (how: string) => {
        clearTimeout(timer);
        reject(new Error(`n8n ${how}. It printed:\n${this.said.slice(begin)}`));
      };
      const timer = setTimeout(fail, START_MS, `was not ready after ${START_MS / 1000} s`);
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          this.said += chunk;
          if (!this.said.includes(READY, begin)) return;
          clearTimeout(timer);
          resolve();
        });
      }
      child.once('error', (error) => fail(`could not be started: ${error.message}`));
      child.once('exit', (code, signal) => fail(`ended with ${signal ?? code ?? '?'}`));
    });
  }

  private async quit(): Promise<void> {
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), STOP_MS);
    await this.end('SIGTERM').finally(() => clearTimeout(timer));
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}

/** One n8n for all tests of a file: started before them, stopped after them. */
export function useN8n(options?: N8nOptions): () => N8nServer {
  let server: N8nServer | undefined;
  beforeAll(async () => {
    server = await N8nServer.start(options);
  });
  afterAll(() => server?.stop());
  return () => {
    if (server === undefined) throw new Error('n8n has not been started yet');
    return server;
  };
}

/** Nothing of this process's own settings but where programs are; and nothing that n8n would fetch from elsewhere. */
function environment(folder: string, port: number, brokerPort: number): NodeJS.ProcessEnv {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return {
    PATH: [dirname(process.execPath), ...path].join(delimiter),
    HOME: folder,
    TMPDIR: join(folder, 'tmp'),
    NODE_ENV: 'production',
    GENERIC_TIMEZONE: 'UTC',
    N8N_USER_FOLDER: folder,
    N8N_ENCRYPTION_KEY: 'a-key-for-the-tests',
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
    N8N_RESTRICT_FILE_ACCESS_TO: join(folder, 'files'),
    N8N_PROTOCOL: 'http',
    N8N_HOST: '127.0.0.1',
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_PORT: String(port),
    N8N_RUNNERS_BROKER_PORT: String(brokerPort),
    N8N_SECURE_COOKIE: 'false',
    N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
    N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    N8N_HIRING_BANNER_ENABLED: 'false',
    N8N_DISABLED_MODULES: 'mcp-registry',
  };
}

/** Two ports of this machine that nobody listens to. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
  const ports: [number, number] = [portOf(servers[0]), portOf(servers[1])];
  for (const server of servers) await once(server.close(), 'close');
  return ports;
}

const portOf = (server: ReturnType<typeof createServer>): number => (server.address() as AddressInfo).port;
