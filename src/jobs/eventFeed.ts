import { setImmediate } from 'node:timers';
import type { JobEvent } from './store/event';
import type { EventLog } from './store/port';

/** Reads new events from the store and tells them to whoever listens in this process. Nothing is read while nobody does. */
export class EventFeed {
  private readonly listeners = new Set<(event: JobEvent) => void>();
  private timer: NodeJS.Timeout | undefined;
  private seq = 0;
  /** Resolves when it is known what has happened before the first of the listeners came. */
  private begun: Promise<void> | null = null;
  private reading: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly events: EventLog,
    private readonly pollMs: number,
  ) {}

  /** Whatever happens after this has resolved is told. @returns what ends it */
  async subscribe(listener: (event: JobEvent) => void): Promise<() => void> {
    this.listeners.add(listener);
    this.begun ??= this.begin();
    const leave = (): void => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.end();
    };
    try {
      await this.begun;
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Something has just been written by this process. */
  look(): void {
    if (this.listeners.size > 0) setImmediate(() => void this.read());
  }

  /** What has happened until now is told; nothing after it. */
  async close(): Promise<void> {
    await this.read();
    this.listeners.clear();
    this.end();
  }

  private async begin(): Promise<void> {
    this.seq = await this.events.last();
    clearInterval(this.timer);
    if (this.listeners.size > 0) this.timer = setInterval(() => void this.read(), this.pollMs);
  }

  private end(): void {
    clearInterval(this.timer);
    this.begun = null;
  }

  /** Resolves when all is told that had happened by the time of this call. */
  private read(): Promise<void> {
    this.again = true;
    this.reading ??= this.turn().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private async turn(): Promise<void> {
    while (this.again && this.listeners.size > 0) {
      this.again = false;
      for (const event of await this.fresh()) {
        // What a listener of before has been told of is nothing new to who came meanwhile.
        if (event.seq <= this.seq) continue;
        this.seq = event.seq;
        for (const listener of this.listeners) listener(event);
      }
    }
  }

  /** A store that cannot be read now may be readable at the next look; a timer is no place to throw. */
  private async fresh(): Promise<JobEvent[]> {
    try {
      await this.begun;
      return await this.events.after(this.seq);
    } catch {
      return [];
    }
  }
}
