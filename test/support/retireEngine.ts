import type { SharedEngine } from '../../nodes/background/sharedEngine';

const KEY = Symbol.for('n8n-nodes-media-jobs.engine');

/** Ends the engine of this process, if there is one; the next who asks gets another. */
export async function retireEngine(): Promise<void> {
  const holder = globalThis as unknown as Record<symbol, SharedEngine | undefined>;
  const shared = holder[KEY];
  holder[KEY] = undefined;
  await shared?.retire();
}
