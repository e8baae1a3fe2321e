import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, n8nEnvironment } from '../../scripts/n8n/environment.mts';
import type { N8nPorts } from '../../scripts/n8n/environment.mts';
import { n8nProgram } from '../../scripts/n8n/folder.mts';
import { installPackage } from '../../scripts/n8n/package.mts';
import type { N8N_COMMANDS } from '../../scripts/n8n/process.mts';
import { N8nProcess } from '../../scripts/n8n/process.mts';
import { N8nApi } from './n8nApi';
import { endProcesses, processesOf } from './processes';
import type { RunningProcess } from './processes';
import { hasFailed } from './testFailed';

export interface N8nOptions {
  /** Added to n8n's environment. */
  env?: NodeJS.ProcessEnv;
  /** Queue mode with as many workers, each for one execution at a time, and a Redis of its own. */
  workers?: number;
}

/**
 * A real n8n in a process of its own, with this package installed from its tarball, a folder that goes with it and an owner who is logged in.
 * n8n has to be installed by scripts/n8n/install.mts before. Linux only.
 */
class N8nServer extends N8nApi {
  private constructor(
    url: string,
    /** All that it writes lies in here: its database (`.n8n`), `files`, `tmp`. */
    readonly folder: string,
    private readonly main: N8nProcess,
    private readonly workers: readonly N8nProcess[],
    private readonly redis: ChildProcess | null,
  ) {
    super(url);
  }

  static async start({ env = {}, workers = 0 }: N8nOptions = {}): Promise<N8nServer> {
    const program = await n8nProgram();
    const folder = await mkdtemp(join(tmpdir(), 'media-jobs-n8n-'));
    const [main = 0, broker = 0, redis = 0, ...others] = await freePorts(3 + 2 * workers);
    const queue =
      workers === 0
        ? {}
        : {
            EXECUTIONS_MODE: 'queue',
            QUEUE_BULL_REDIS_HOST: '127.0.0.1',
            QUEUE_BULL_REDIS_PORT: String(redis),
            OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
            N8N_CONCURRENCY_PRODUCTION_LIMIT: '1',
          };
    const process = (command: keyof typeof N8N_COMMANDS, ports: N8nPorts) =>
      new N8nProcess({ program, command, folder, env: { ...n8nEnvironment(folder, ports), ...queue, ...env } });
    const server = new N8nServer(
      `http://127.0.0.1:${main}`,
      folder,
      process('start', { main, broker }),
      Array.from({ length: workers }, (_, index) =>
        process('worker', { main: others[2 * index] ?? 0, broker: others[2 * index + 1] ?? 0 }),
      ),
      workers === 0
        ? null
        : spawn('redis-server', ['--bind', '127.0.0.1', '--port', String(redis), '--save', '', '--dir', folder], {
            stdio: 'ignore',
          }),
    );
    try {
      for (const name of ['files', 'tmp']) await mkdir(join(folder, name));
      await installPackage(join(folder, '.n8n/nodes'));
      await server.main.launch();
      // After the main process, which makes the database.
      await Promise.all(server.workers.map((worker) => worker.launch()));
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

  /** Which worker has run an execution: its number, or -1. */
  workerOf(executionId: string): number {
    return this.workers.findIndex((worker) => worker.log().includes(`Worker started execution ${executionId} `));
  }

  /** Ends n8n, its workers too, as a service manager does and starts it again: same folder, same address. */
  async restart(): Promise<void> {
    const all = [this.main, ...this.workers];
    await Promise.all(all.map((each) => each.quit()));
    await this.main.launch();
    await Promise.all(this.workers.map((each) => each.launch()));
  }

  /** Ends n8n's main process, and it alone, as a crash does. `restart()` starts it again. */
  async kill9(): Promise<void> {
    await this.main.kill();
  }

  /** Ends n8n and whatever it started, and removes its folder. Shows what it has printed when a test has failed. */
  async stop(): Promise<void> {
    const all = [this.main, ...this.workers];
    await Promise.all(all.map((each) => each.quit()));
    this.redis?.kill();
    endProcesses(await this.processes());
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    if (hasFailed()) console.error(all.map((each) => `What n8n printed:\n${each.log()}`).join('\n'));
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
