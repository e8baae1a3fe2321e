import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../../dist/src/jobs/engine.js';
import { openEngine } from '../../../dist/src/jobs/openEngine.js';
import type { JobEvent } from '../../../dist/src/jobs/store/event.js';
import type { EventLog, JobStore } from '../../../dist/src/jobs/store/port.js';
import { openSqliteStore } from '../../../dist/src/jobs/store/sqlite/sqliteStore.js';
import type { StoredJob, StoredOutput } from '../../../dist/src/jobs/store/storedJob.js';
import { placeOnWeb } from '../../../dist/src/pipeline/storage/place.js';
import { fileSource } from '../../../dist/src/pipeline/storage/sources.js';
import { parseRequest } from '../../../dist/src/pipeline/request/request.js';
import { QUICK, startEngine } from './engineProcesses.mts';
import type { EngineProcess } from './engineProcesses.mts';
import type { Settings } from './engineProcess.mts';
import type { Point } from './points.mts';

/** What a job makes and where that goes; named by what is special about it. */
const SHAPES = {
  'kept in the home folder': { kind: 'audio', options: { format: 'wav' }, place: null },
  'a file': { kind: 'video', options: { format: 'mp4', width: 48 }, place: 'video.mp4' },
  'a file over another one': { kind: 'audio', options: { format: 'flac' }, place: 'sound.flac' },
  'a set in a folder': { kind: 'adaptive_video', options: { height: 48 }, place: 'set' },
  'a set over another one': { kind: 'adaptive_video', options: { height: 48 }, place: 'set' },
  'an image, named by what it becomes': { kind: 'image', options: {}, place: '' },
  slow: { kind: 'video', options: { codec: 'h265', quality: 'very_high', width: 960 }, place: null },
  'fetched from an address': { kind: 'audio', options: { format: 'wav' }, place: null },
} as const;
export type Shape = keyof typeof SHAPES;
export const SHAPE_NAMES = (Object.keys(SHAPES) as Shape[]).filter((shape) => shape !== 'slow');

/** Losses after which a job is left alone until it has ended, since with a few more it would be given up. */
const ENOUGH_LOSSES = 3;

export interface KillingUse {
  /** Folder of the package, which has been built. */
  root: string;
  /** An empty folder for all that is made. */
  folder: string;
  ffmpeg: string;
}

/** A job store whose engine is killed again and again, and what has to hold after that. */
export class Killing {
  kills = 0;
  private readonly env: NodeJS.ProcessEnv;
  private readonly use: KillingUse;
  private readonly server: Server;
  private readonly host: string;
  private readonly clip: string;
  private readonly shapes = new Map<string, Shape>();
  private engine: Engine | undefined;
  private shared: JobStore | undefined;

  private constructor(use: KillingUse, server: Server, host: string) {
    const { folder, ffmpeg } = use;
    this.use = use;
    this.server = server;
    this.host = host;
    for (const name of ['tmp', 'out']) mkdirSync(join(folder, name));
    this.env = {
      ...process.env,
      MEDIA_JOBS_HOME: join(folder, 'home'),
      TMPDIR: join(folder, 'tmp'),
      MEDIA_JOBS_ALLOW_HOSTS: host,
    };
    this.clip = join(folder, 'clip.mp4');
    const sources = [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=96x64:rate=10:duration=2',
      '-f',
      'lavfi',
      '-i',
      'sine=duration=2',
    ];
    execFileSync(ffmpeg, [
      '-v',
      'error',
      '-nostdin',
      ...sources,
      '-c:v',
      'libx264',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
      '-shortest',
      this.clip,
    ]);
  }

  static async open(use: KillingUse): Promise<Killing> {
    const server = createServer((_, response) => createReadStream(join(use.folder, 'clip.mp4')).pipe(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Killing(use, server, `127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** Puts a job into the store. @param at where its first attempt ends the process that runs it, or stops it @returns its id */
  async add(shape: Shape, at?: Point, how: 'SIGKILL' | 'SIGSTOP' = 'SIGKILL'): Promise<string> {
    const { jobs } = await this.opened();
    const { kind, options } = SHAPES[shape];
    const request = parseRequest({ kind, options, metadata: { ...(at !== undefined && { at, how }) } });
    const place = placeOnWeb(`http://${this.host}/clip.mp4`);
    const input = shape === 'fetched from an address' ? { place } : fileSource(this.clip);
    const { id } = await jobs.create({ request, input, output: this.output(shape) });
    this.shapes.set(id, shape);
    return id;
  }

  /** Each job has a folder of its own to write to. */
  private output(shape: Shape): StoredOutput {
    const { place } = SHAPES[shape];
    if (place === null) return null;
    const folder = join(this.use.folder, 'out', `${this.shapes.size}`);
    mkdirSync(folder);
    if (place === '') return { folder, name: 'picture', overwrite: false };
    const overwrite = shape.includes('over another one');
    if (overwrite && place !== 'set') writeFileSync(join(folder, place), 'an earlier result');
    if (overwrite && place === 'set') {
      mkdirSync(join(folder, place));
      writeFileSync(join(folder, place, 'master.m3u8'), 'an earlier result');
    }
    return { path: join(folder, place), overwrite };
  }

  /** Runs all jobs to their end, with a new process for each one that is killed; one job at a time, so that each gets as far as it wishes. */
  async runAll(): Promise<void> {
    while (await this.isBusy()) {
      const process = this.start(1);
      const done = this.until(async () => !(await this.isBusy()), process);
      // A process that ends itself after a job's end may still be about to.
      if (!(await done) || (await this.stop(process)) === 'SIGKILL') this.kills += 1;
    }
    // What the last one could not do any more is for the next.
    const last = this.start(1);
    await last.ready;
    await this.stop(last);
  }

  /** Runs jobs, two at a time, and kills the process so long after it has begun (ms). */
  async runFor(ms: number): Promise<void> {
    const process = this.start(2);
    await process.ready;
    await this.until(async () => (await this.running()).every(({ losses }) => losses < ENOUGH_LOSSES), process);
    await pause(ms);
    process.child.kill('SIGKILL');
    if ((await process.ended) === 'SIGKILL') this.kills += 1;
  }

  /** All that does not hold, in words. */
  async problems(): Promise<string[]> {
    const engine = await this.opened();
    const { store } = this;
    const { jobs } = await store.reader.page({ limit: 10_000 });
    const events = await allEvents(store.events);
    const found = jobs.flatMap((job) =>
      [...this.problemsOf(job), ...eventProblems(events.filter((event) => event.job.id === job.id))].map(
        (problem) => `${problem}: ${this.shapes.get(job.id) ?? ''} (${JSON.stringify(job.request.metadata)})`,
      ),
    );
    const { home } = engine;
    const left = [home.work, home.inputs, join(this.use.folder, 'tmp')].flatMap((folder) =>
      readdirSync(folder).map((name) => `left in ${basename(folder)}: ${name}`),
    );
    const noted = await Promise.all(jobs.map((job) => store.children.upTo(job)));
    const children = noted.flat().map(({ pid }) => `still noted: process ${pid}`);
    const processes = (await store.workers.all()).map(({ pid }) => `still registered: process ${pid}`);
    return [...found, ...left, ...children, ...processes, ...processesOf(this.use.folder)];
  }

  async close(): Promise<void> {
    await this.engine?.stop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private problemsOf({ id, state, token, request: { output } }: StoredJob): string[] {
    if (state.status !== 'succeeded') return [`is ${state.status} (${state.error?.message ?? ''})`];
    const [made] = state.tasks.slice(2);
    const file = state.output ?? '';
    if (!existsSync(file)) return [`${file} is not there`];
    const bytes = typeof made?.output === 'object' ? made.output?.bytes : undefined;
    const problems =
      basename(file) === 'master.m3u8'
        ? setProblems(file)
        : statSync(file).size === bytes
          ? []
          : [`${file} has ${statSync(file).size} bytes`];
    // Nothing but the one result, under one attempt.
    const holder =
      output === null
        ? join(this.homeFiles(), id)
        : 'path' in output
          ? dirname(output.path)
          : 'folder' in output
            ? output.folder
            : '';
    const expected =
      output === null ? `${token}` : basename(file) === 'master.m3u8' ? basename(dirname(file)) : basename(file);
    const there = readdirSync(holder);
    if (there.join() !== expected) problems.push(`in ${holder} lies ${there.join()} instead of ${expected}`);
    if (output === null && readdirSync(join(holder, `${token}`)).length !== 1)
      problems.push(`in ${holder} lies more than one result`);
    return problems;
  }

  private homeFiles = (): string => join(this.use.folder, 'home', 'files');

  /** A process that runs jobs. */
  start = (concurrency: number, rhythm: Settings['rhythm'] = QUICK): EngineProcess =>
    startEngine(this.use.root, this.env, { concurrency, rhythm });

  /** Ends a process as it ends by itself, which has to go well. @returns SIGKILL where it was killed all the same */
  async stop(process: EngineProcess): Promise<NodeJS.Signals | number> {
    process.child.kill('SIGTERM');
    const how = await process.ended;
    if ((how !== 0 && how !== 'SIGKILL') || process.said() !== '')
      throw new Error(`The engine ended with ${how}: ${process.said()}`);
    return how;
  }

  /** Looks again and again. @returns false when the process has been killed */
  private async until(holds: () => Promise<boolean>, { ended }: EngineProcess): Promise<boolean> {
    let how: NodeJS.Signals | number | undefined;
    void ended.then((value) => (how = value));
    while (how === undefined) {
      if (await holds()) return true;
      await pause(20);
    }
    if (how !== 'SIGKILL') throw new Error(`The engine ended with ${how}`);
    return false;
  }

  /** The store, to look at: this process runs nothing. */
  async opened(): Promise<Engine> {
    this.engine ??= await openEngine({
      env: this.env,
      runs: false,
      openStore: async ({ store: path }, seal) => (this.shared = await openSqliteStore(path, seal)),
    });
    return this.engine;
  }

  /** What lies in the store, once it has been opened. */
  get store(): JobStore {
    if (this.shared === undefined) throw new Error('The store has not been opened');
    return this.shared;
  }

  private async running(): Promise<StoredJob[]> {
    await this.opened();
    const pages = await Promise.all(
      (['processing', 'queued'] as const).map((status) => this.store.reader.page({ status, limit: 1000 })),
    );
    return pages.flatMap(({ jobs }) => jobs);
  }

  private async isBusy(): Promise<boolean> {
    const { queued, processing } = await (await this.opened()).counts('queued', 'processing');
    return queued + processing > 0;
  }
}

async function allEvents(log: EventLog): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for (let page = await log.after(0); page.length > 0; page = await log.after(page.at(-1)?.seq ?? Infinity))
    events.push(...page);
  return events;
}

function eventProblems(events: readonly JobEvent[]): string[] {
  const types = events.map(({ type }) => type);
  const ends = types.filter((type) => !['job.queued', 'job.started', 'job.progress'].includes(type));
  const problems =
    ends.join() === 'job.succeeded' && types.at(-1) === 'job.succeeded'
      ? []
      : [`ended by these events: ${types.join()}`];
  return types[0] === 'job.queued' ? problems : [...problems, `did not begin with job.queued: ${types.join()}`];
}

/** A playlist that names what is not there. */
const setProblems = (master: string): string[] => {
  const named = (playlist: string) =>
    readFileSync(playlist, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((name) => join(dirname(playlist), name));
  const lists = named(master);
  const files = lists.flatMap((list) => (existsSync(list) ? named(list) : [])).concat(lists);
  return lists.length > 0 && files.length > lists.length
    ? files.filter((file) => !existsSync(file)).map((file) => `${file} is not there`)
    : [`${master} names no files`];
};

/** Processes but this one whose command line or environment names a folder. */
function processesOf(folder: string): string[] {
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  };
  const ids = existsSync('/proc/self')
    ? readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    : [];
  return ids
    .filter((id) => read(`/proc/${id}/cmdline`).includes(folder) || read(`/proc/${id}/environ`).includes(folder))
    .map((id) => `still runs: ${read(`/proc/${id}/cmdline`)}`);
}
