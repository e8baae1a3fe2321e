import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, n8nEnvironment } from '../../scripts/n8n/environment.mts';
import { n8nProgram } from '../../scripts/n8n/folder.mts';
import { installPackage } from '../../scripts/n8n/package.mts';
import { N8nProcess } from '../../scripts/n8n/process.mts';
import { N8nApi } from './n8nApi';
import { endProcesses, processesOf } from './processes';
import type { RunningProcess } from './processes';
import { hasFailed } from './testFailed';

export interface N8nOptions {
  /** Added to n8n's environment. */
  env?: NodeJS.ProcessEnv;
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
  ) {
    super(url);
  }

  static async start({ env = {} }: N8nOptions = {}): Promise<N8nServer> {
    const program = await n8nProgram();
    const folder = await mkdtemp(join(tmpdir(), 'media-jobs-n8n-'));
    const [main = 0, broker = 0] = await freePorts(2);
    const process = new N8nProcess({ program, command: 'start', folder, env: { ...n8nEnvironment(folder, { main, broker }), ...env } });
    const server = new N8nServer(`http://127.0.0.1:${main}`, folder, process);
    try {
      for (const name of ['files', 'tmp']) await mkdir(join(folder, name));
      await installPackage(join(folder, '.n8n/nodes'));
      await process.launch();
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

  /** Ends n8n as a service manager does and starts it again: same folder, same address. */
  async restart(): Promise<void> {
    await this.main.quit();
    await this.main.launch();
  }

  /** Ends n8n, and n8n alone, as a crash does. `restart()` starts it again. */
  async kill9(): Promise<void> {
    await this.main.kill();
  }

  /** Ends n8n and whatever it started, and removes its folder. Shows what it has printed when a test has failed. */
  async stop(): Promise<void> {
    await this.main.quit();
    endProcesses(await this.processes());
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    if (hasFailed()) console.error(`What n8n printed:\n${this.main.log()}`);
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
