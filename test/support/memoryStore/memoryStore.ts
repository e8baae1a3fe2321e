import type { JobStore } from '../../../src/jobs/store/port';
import { MemoryData } from './data';
import { memoryChildren, memoryEvents, memoryOutbox, memorySeen, memoryWatches, memoryWorkers } from './lists';
import { memoryQueue } from './queue';
import { memoryReader } from './reader';

/** A job store that lies in memory, for tests of what works on any. Each call of `open` is one more process that has it open. */
export function memoryStore(): { open: () => JobStore } {
  const shared = new MemoryData();
  return {
    open: () => {
      let isOpen = true;
      const data = (): MemoryData => {
        if (!isOpen) throw new Error('The store is closed');
        return shared;
      };
      const { driven, ...queue } = memoryQueue(data);
      return {
        queue,
        driven,
        reader: memoryReader(data),
        events: memoryEvents(data),
        outbox: memoryOutbox(data),
        workers: memoryWorkers(data),
        children: memoryChildren(data),
        watches: memoryWatches(data),
        seen: memorySeen(data),
        get isOpen() {
          return isOpen;
        },
        close: async () => {
          isOpen = false;
        },
      };
    },
  };
}
