import { availableParallelism } from 'node:os';
import { residentBytes } from '../ffmpeg/residentMemory';
import { jobScope } from '../job/jobScope';
import { LIMIT_SETTINGS, runSecondsFor } from '../job/limits';
import type { Limits } from '../job/limits';
import { diskSpace, refuseFullDisk } from '../storage/diskSpace';
import type { DiskSpace } from '../storage/diskSpace';
import type { MediaInfo } from '../media/mediaInfo';
import { mostPixels, refuseCost, refuseFrames, tooLong, tooManyPixels } from './cost';
import type { Cost } from './cost';
import { mediaError } from '../errors/mediaError';
import type { MediaJobError } from '../errors/mediaError';
import type { ProcessBounds } from '../job/processBounds';

/** Milliseconds between two looks at memory and disk: in that time a process takes some hundred megabytes at most. */
const LOOK_MS = 250;

/** A disk that was nearly full before is left at least so much of what it had. */
const SHARE_LEFT = 0.5;

export interface BudgetUse {
  limits: Limits;
  /** Milliseconds, where somebody else ends the job then. */
  timeLimit?: number | null | undefined;
  /** Folder for passing files: its disk is watched. */
  workRoot: string;
}

/** Of all that is read. */
type Size = Pick<MediaInfo, 'bytes' | 'duration'>;

/**
 * What one job may cost: what is foreseen beyond it is refused, what turns out beyond it ends the job. `within` says which it was, whatever the work makes of being
 * ended.
 */
export class JobBudget {
  private readonly limits: Limits;
  /** Where the job writes, and the disk as it was when that began. */
  private readonly disks = new Map<string, Promise<DiskSpace | null>>();
  /** Seconds that somebody else gives the job; null: nobody does. */
  private readonly asked: number | null;
  private readonly begun = performance.now();
  private readonly over = new AbortController();
  private readonly processes = new Set<number>();
  private readonly bounds: ProcessBounds = { cpuSeconds: Infinity, fileBytes: Infinity };
  private failure: MediaJobError | null = null;
  private timer: NodeJS.Timeout | undefined;
  private planned: { framePixels: number; mostPixels: number } | null = null;

  constructor({ limits, timeLimit = null, workRoot }: BudgetUse) {
    this.limits = limits;
    this.disks.set(workRoot, diskSpace(workRoot));
    this.asked = timeLimit === null ? null : timeLimit / 1000;
    this.mayTake(this.asked ?? limits.runSeconds);
  }

  /** Does the work of a job; its processes, however deep down, count. @throws limit_exceeded, time_limit_exceeded, disk_full where it went past a limit */
  async within<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const outer = jobScope.getStore();
    const scope = {
      nice: 0,
      ...outer,
      bounds: this.bounds,
      started: (pid: number) => {
        this.processes.add(pid);
        outer?.started?.(pid);
      },
      ended: (pid: number) => {
        this.processes.delete(pid);
        outer?.ended?.(pid);
      },
      reached: (made: { seconds?: number; frames?: number }) => this.reached(made),
    };
    const watch = this.watch();
    try {
      return await jobScope.run(scope, () => work(AbortSignal.any([signal, this.over.signal])));
    } catch (error) {
      throw this.failure ?? error;
    } finally {
      clearTimeout(this.timer);
      await watch.end();
    }
  }

  /** To be told of the source as soon as it is known. @throws limit_exceeded */
  accept(source: MediaInfo): void {
    refuseFrames(source, this.limits);
  }

  /** To be told what a plan costs that is carried out by nobody, or not yet. @throws limit_exceeded */
  allow(cost: Cost, source: Size): void {
    refuseCost(cost, source, this.limits);
    this.lasts(cost.seconds ?? source.duration ?? 0);
  }

  /** To be told what a plan costs, before any of it is spent. @param folder where its result is made @throws limit_exceeded, disk_full */
  async afford(cost: Cost, source: Size, folder: string): Promise<void> {
    this.allow(cost, source);
    await refuseFullDisk(folder, cost.bytes ?? source.bytes);
    this.disks.set(folder, diskSpace(folder));
  }

  /** To be told when a plan begins to be carried out: from now on more than it foresaw ends the job. */
  spend(cost: Cost, source: Size): void {
    this.planned = { framePixels: cost.framePixels, mostPixels: mostPixels(source.bytes, this.limits) };
    this.bounds.fileBytes = mostBytes(cost, source);
  }

  /** How long the job's result lasts, or what is looked at for it: so long may it take, from now on. */
  lasts(seconds: number): void {
    if (this.asked === null) this.mayTake(runSecondsFor(seconds, this.limits));
  }

  /** @param seconds from now; the whole run has its own limit besides */
  private mayTake(seconds: number): void {
    this.bounds.cpuSeconds = this.limits.cpuSeconds ?? seconds * availableParallelism();
    clearTimeout(this.timer);
    // A time limit that was asked for is somebody else's to keep.
    if (this.asked !== null || !Number.isFinite(seconds)) return;
    const left = 1000 * this.limits.runSeconds - (performance.now() - this.begun);
    const late = () => this.end(mediaError('time_limit_exceeded', { seconds: `${seconds}` }));
    this.timer = setTimeout(late, Math.max(0, Math.min(MOST_MS, left, 1000 * seconds))).unref();
  }

  private reached({ seconds = 0, frames = 0 }: { seconds?: number; frames?: number }): void {
    if (this.planned === null) return;
    if (seconds > this.limits.resultSeconds) this.end(tooLong(this.limits, 'it went on for longer'));
    if (frames * this.planned.framePixels > this.planned.mostPixels)
      this.end(tooManyPixels('its pictures had more pixels', this.planned.mostPixels));
  }

  private end(failure: MediaJobError): void {
    this.failure ??= failure;
    this.over.abort();
  }

  /** Looks at memory and disk again and again, until it is ended. */
  private watch(): { end: () => Promise<void> } {
    let ended = false;
    let next: NodeJS.Timeout | undefined;
    let looking = Promise.resolve();
    const look = async () => {
      await this.lookAtMemory();
      for (const [folder, before] of this.disks) await this.lookAtDisk(folder, await before);
      if (!ended) schedule();
    };
    const schedule = () => {
      next = setTimeout(() => {
        looking = look();
      }, LOOK_MS).unref();
    };
    schedule();
    return {
      end: async () => {
        ended = true;
        clearTimeout(next);
        await looking;
      },
    };
  }

  private async lookAtMemory(): Promise<void> {
    const { memoryBytes } = this.limits;
    if (this.processes.size === 0 || !Number.isFinite(memoryBytes)) return;
    const bytes = await residentBytes(this.processes);
    if (bytes > memoryBytes)
      this.end(
        mediaError('limit_exceeded', {
          why: `its conversion took more than ${memoryBytes.toLocaleString('en-US')} bytes of memory (${LIMIT_SETTINGS.memoryBytes})`,
        }),
      );
  }

  private async lookAtDisk(folder: string, before: DiskSpace | null): Promise<void> {
    const disk = await diskSpace(folder);
    if (disk !== null && disk.free < Math.min(disk.reserve, SHARE_LEFT * (before?.free ?? 0)))
      this.end(mediaError('disk_full', { where: ` (${folder})` }));
  }
}

/** Longest time that a timer can be set for (ms). */
const MOST_MS = 2 ** 31 - 1;

/** Bytes of YUV 4:2:0, 8 bits deep: no encoder writes more. */
const BYTES_A_PIXEL = 1.5;
/** What is read may be longer than its header says; but more than this it would have to hold itself. */
const GROWTH = { foreseen: 2, source: 16, atLeast: 64 * 1024 * 1024 };

/** Pure: bytes of one file of a job whose plan costs this, beyond which something has gone wrong. */
export function mostBytes({ bytes, pixels, soundBytes }: Cost, source: Pick<MediaInfo, 'bytes'>): number {
  if (bytes === null && pixels === null) return Infinity;
  const foreseen = bytes ?? BYTES_A_PIXEL * (pixels ?? 0) + (soundBytes ?? 0);
  return GROWTH.foreseen * foreseen + GROWTH.source * source.bytes + GROWTH.atLeast;
}
