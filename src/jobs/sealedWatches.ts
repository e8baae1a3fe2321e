import { isSealed } from './seal';
import type { Seal } from './seal';
import type { WatchList } from './store/port';
import type { Watch } from './store/watch';

/** An execution that begins to wait. */
export type NewWatch = Omit<Watch, 'seq' | 'failures' | 'sealedUrl'> & {
  /** Its resume address: whoever has it can wake the execution. */
  url: string;
};

/** Executions of n8n that wait for jobs. Their resume addresses are sealed in the store. */
export class SealedWatches {
  constructor(
    private readonly list: WatchList,
    private readonly seal: Seal,
  ) {}

  /** In place of the one that the execution had before. */
  async put({ url, ...watch }: NewWatch): Promise<void> {
    await this.list.put({ ...watch, sealedUrl: await this.seal.seal(url, about(watch.execution)) });
  }

  /** Where to poke. @throws secrets_unreadable */
  async urlOf({ execution, sealedUrl }: Watch): Promise<string> {
    return isSealed(sealedUrl) ? this.seal.open(sealedUrl, about(execution)) : sealedUrl;
  }

  get(execution: string): Promise<Watch | null> {
    return this.list.get(execution);
  }

  due(now: number, longest: number): Promise<Watch[]> {
    return this.list.due(now, longest);
  }

  claim(watch: Watch, next: number): Promise<boolean> {
    return this.list.claim(watch, next);
  }

  postpone(watch: Watch, nextAt: number): Promise<void> {
    return this.list.postpone(watch, nextAt);
  }

  remove(watch: Watch): Promise<void> {
    return this.list.remove(watch);
  }
}

const about = (execution: string): string => `watch ${execution}`;
