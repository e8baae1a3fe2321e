import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobStore } from '../../../../src/jobs/store/port';
import { sqliteStoreAt } from '../../../support/sqliteStore';
import { itWithDisk, tinyDisk } from '../../../pipeline/storage/support/tinyDisk';

itWithDisk('a full disk is said, loses nothing, and is over when there is room', async () => {
  const disk = tinyDisk(16384);
  let store: JobStore | undefined;
  try {
    const path = join(disk.path, 'jobs.sqlite');
    store = await sqliteStoreAt(path);
    expect(await store.seen.firstTime('a', 'before', 0)).toBe(true);
    const { bavail, bsize } = statfsSync(disk.path);
    writeFileSync(join(disk.path, 'filler'), Buffer.alloc(bavail * bsize));
    const { seen } = store;
    const writes = async () => {
      for (let at = 0; at < 500; at++) await seen.firstTime('a', `id-${at}-${'x'.repeat(1_000)}`, 0);
    };
    await expect(writes()).rejects.toMatchObject({ kind: expect.stringMatching(/disk_full|store_unusable/) as string });
    expect(await store.seen.firstTime('a', 'before', 0).catch(() => false)).toBe(false);
    rmSync(join(disk.path, 'filler'));
    await writes();
    await store.close();
    const again = await sqliteStoreAt(path);
    expect(await again.seen.firstTime('a', 'before', 0)).toBe(false);
    await again.close();
  } finally {
    await store?.close();
    disk.remove();
  }
});
