import type { Poker } from './poke';
import { pokeOutcome } from './pokeOutcome';
import type { PokeOutcome } from './pokeOutcome';
import type { SealedWatches } from './sealedWatches';
import type { Watch } from './store/watch';
import { toMediaError } from '../pipeline/errors/mediaError';

/** Each poke makes n8n load an execution. */
const AT_ONCE = 4;
/** Waits between pokes that were not answered clearly: from the first to the longest (ms). */
const [FIRST_MS, LONGEST_MS] = [500, 120_000];
/** Waits between looks at jobs that do not tell of themselves, at most (ms). */
const LONGEST_INTERVAL_MS = 300_000;
/** So long after its limit an execution that cannot be reached is given up (ms). */
const GIVE_UP_MS = 7 * 86_400_000;

export interface WatcherUse {
  watches: SealedWatches;
  poker: Poker;
  /** Where to try, in order. */
  addresses: (url: string) => string[];
  now: () => number;
}

/** Wakes suspended executions, by a poke at their resume address: the waiting node then looks at its jobs itself. */
export class Watcher {
  private readonly poking = new Map<string, Promise<void>>();
  private readonly leaving = new AbortController();

  constructor(private readonly use: WatcherUse) {}

  /** Begins the pokes that are due; one at a time for an execution. */
  async look(): Promise<void> {
    if (this.isLeaving()) return;
    for (const watch of await this.use.watches.due(this.use.now(), LONGEST_INTERVAL_MS)) {
      if (this.poking.size >= AT_ONCE || this.isLeaving()) return;
      if (this.poking.has(watch.execution)) continue;
      const poke = this.wake(watch)
        .catch((error: unknown) => process.emitWarning(`Waiting executions: ${String(error)}`))
        .finally(() => this.poking.delete(watch.execution));
      this.poking.set(watch.execution, poke);
    }
  }

  private readonly isLeaving = (): boolean => this.leaving.signal.aborted;

  /** When all pokes that were begun have been answered, and the answers noted. */
  async idle(): Promise<void> {
    while (this.poking.size > 0) await Promise.all(this.poking.values());
  }

  async stop(): Promise<void> {
    this.leaving.abort();
    await this.idle();
    await this.use.poker.close();
  }

  private async wake(watch: Watch): Promise<void> {
    const { watches, now } = this.use;
    // Noted before: whatever becomes of this process or of the store, there is no poke without a pause.
    if (!(await watches.claim(watch, now() + pause(watch.failures)))) return;
    const outcome = await this.ask(watch).catch((error: unknown): PokeOutcome => {
      process.emitWarning(`Waiting executions: ${toMediaError(error).message}`);
      return 'unclear';
    });
    if (outcome === 'resumed' || outcome === 'gone') await watches.remove(watch);
    else if (outcome === 'waiting') await watches.postpone(watch, nextLook(watch, now()));
    else if (now() > watch.limitAt + GIVE_UP_MS) await watches.remove(watch);
  }

  /** The first clear answer. */
  private async ask(watch: Watch): Promise<PokeOutcome> {
    const url = await this.use.watches.urlOf(watch);
    for (const address of this.use.addresses(url)) {
      const outcome = pokeOutcome(await this.use.poker.poke(address, this.leaving.signal));
      if (outcome !== 'unclear') return outcome;
    }
    return 'unclear';
  }
}

const pause = (failures: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);

/** Seldom for what takes long anyway: a tenth of the time that has been waited. Never past the limit. */
function nextLook({ madeAt, interval, limitAt }: Watch, now: number): number {
  const next = now + Math.min(LONGEST_INTERVAL_MS, Math.max(interval, (now - madeAt) / 10));
  return Math.round(limitAt > now ? Math.min(next, limitAt) : next);
}
