import { homeOf, makeHome } from '../../src/jobs/home';
import { Store } from '../../src/jobs/store/store';
import type { SeenIds } from '../../src/webhooks/seen';

/** Opened with the first webhook and kept: a file each. */
const stores = new Map<string, Promise<Store>>();

/** Where this machine's job store remembers which webhooks were accepted. @throws store_unusable, disk_full */
export async function seenIds(env: NodeJS.ProcessEnv): Promise<SeenIds> {
  const home = homeOf(env);
  const opened = stores.get(home.store) ?? makeHome(home).then(() => Store.open(home.store, env));
  stores.set(home.store, opened);
  try {
    return (await opened).seen;
  } catch (error) {
    stores.delete(home.store);
    throw error;
  }
}

/** For whoever takes the folder away. */
export async function closeStores(): Promise<void> {
  for (const opened of stores.values()) (await opened).close();
  stores.clear();
}
