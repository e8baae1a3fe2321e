import type { JobFiles } from './files/port';
import type { JobStore } from './store/port';

/** How long things are kept (ms). */
export interface Retention {
  /** Ended jobs, to be looked at. */
  jobs: number;
  /** Their inputs and results in the home folder. */
  files: number;
  /** Ids of messages that were accepted: longer than any sender goes on repeating one. */
  seen: number;
}

const [HOUR, DAY] = [3_600_000, 86_400_000];
const RETENTION: Retention = { jobs: 7 * DAY, files: DAY, seen: 365 * DAY };

/** Far more than happens between two looks of whoever listens. */
const EVENTS_KEPT = 5_000;

/** MEDIA_JOBS_KEEP_JOBS_DAYS and MEDIA_JOBS_KEEP_FILES_HOURS; a week and a day unless set. */
export function retentionOf(env: NodeJS.ProcessEnv): Retention {
  const number = (text: string | undefined) => (text !== undefined && Number(text) > 0 ? Number(text) : null);
  const [days, hours] = [number(env.MEDIA_JOBS_KEEP_JOBS_DAYS), number(env.MEDIA_JOBS_KEEP_FILES_HOURS)];
  return { ...RETENTION, ...(days !== null && { jobs: days * DAY }), ...(hours !== null && { files: hours * HOUR }) };
}

/** As a message says it: 7 days, 36 hours. @param ms of a retention */
export function keptFor(ms: number): string {
  const [count, unit] = ms % DAY === 0 ? [ms / DAY, 'day'] : [Math.round(ms / (HOUR / 100)) / 100, 'hour'];
  return `${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'}`;
}

/** Removes what is too old: files first, so that no job is forgotten while its files are there. */
export async function keepHouse({
  files,
  store,
  retention,
  now,
}: {
  files: JobFiles;
  store: JobStore;
  retention: Retention;
  now: number;
}): Promise<void> {
  for (const { id } of await store.reader.withOldFiles(now - Math.min(retention.files, retention.jobs))) {
    await files.remove(id);
    await store.queue.filesRemoved(id);
  }
  await store.queue.forget(now - retention.jobs);
  await store.driven.forget(now - retention.jobs);
  await store.events.forgetAllBut(EVENTS_KEPT);
  await store.seen.forget(now - retention.seen);
  await files.removeOrphans((id) => store.reader.standing(id), Date.now() - HOUR);
}
