import type { StoredProcess } from './store/storedProcess';

/**
 * Tells which processes have lost their lease. Not by the time of day, which can be set: a lease runs out when the process's heartbeat has not moved for
 * so long by the watcher's own steady clock. A process that is seen to be gone has none.
 */
export class LeaseWatch {
  private readonly beats = new Map<string, { beat: number; since: number }>();

  /** @param leaseMs how long a heartbeat may stand still @param isGone whether a process is known to have ended */
  constructor(
    private readonly leaseMs: number,
    private readonly isGone: (process: StoredProcess) => boolean,
  ) {}

  /** @param steady milliseconds of a clock that never goes back @returns the lost ones */
  observe(processes: readonly StoredProcess[], steady: number): StoredProcess[] {
    for (const id of this.beats.keys()) if (!processes.some((process) => process.id === id)) this.beats.delete(id);
    return processes.filter((process) => {
      const seen = this.beats.get(process.id);
      if (seen?.beat !== process.beat) this.beats.set(process.id, { beat: process.beat, since: steady });
      const since = seen?.beat === process.beat ? seen.since : steady;
      return steady - since >= this.leaseMs || this.isGone(process);
    });
  }
}
