import { setImmediate } from 'node:timers';
import type { EventTable, JobEvent } from './store/events';

/** Reads new events from the store and tells them to whoever listens in this process. Nothing is read while nobody does. */
export class EventFeed {
  private readonly listeners = new Set<(event: JobEvent) => void>();
  private timer: NodeJS.Timeout | undefined;
  private seq = 0;

  constructor(
    private readonly events: EventTable,
    private readonly pollMs: number,
  ) {}

  /** @returns what ends it */
  subscribe(listener: (event: JobEvent) => void): () => void {
    if (this.listeners.size === 0) {
      this.seq = this.events.last();
      this.timer = setInterval(() => this.read(), this.pollMs);
    }
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) clearInterval(this.timer);
    };
  }

  /** Something has just been written by this process. */
  look(): void {
    if (this.listeners.size > 0) setImmediate(() => this.read());
  }

  /** What has happened until now is told; nothing after it. */
  close(): void {
    this.read();
    this.listeners.clear();
    clearInterval(this.timer);
  }

  private read(): void {
    if (this.listeners.size === 0) return;
    for (const event of this.fresh()) {
      this.seq = event.seq;
      for (const listener of this.listeners) listener(event);
    }
  }

  /** A store that cannot be read now may be readable at the next look; a timer is no place to throw. */
  private fresh(): JobEvent[] {
    try {
      return this.events.after(this.seq);
    } catch {
      return [];
    }
  }
}
