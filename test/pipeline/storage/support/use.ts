import { EventEmitter, once } from 'node:events';

/** What a source is opened with, and a way to wait until it has come so far. */
export function opening(): {
  signal: AbortSignal;
  abort: () => void;
  progress: (percent: number) => void;
  percents: number[];
  reaches: (percent: number) => Promise<void>;
} {
  const controller = new AbortController();
  const events = new EventEmitter();
  const percents: number[] = [];
  return {
    signal: controller.signal,
    abort: () => {
      controller.abort();
    },
    percents,
    progress: (percent) => {
      percents.push(percent);
      events.emit('progress');
    },
    reaches: async (percent) => {
      while (!percents.some((each) => each >= percent)) await once(events, 'progress');
    },
  };
}
