import type { Job } from '../../../pipeline/job/job';
import { KIND_NAMES, kindOf } from '../../../pipeline/kinds';
import { shownAddress } from '../../../pipeline/base/redact';
import { hiddenMark, hiddenOf, sealSecrets } from '../../jobSecrets';
import type { SealKey } from '../../sealKeys';
import { requestHashOf } from '../requestHash';
import type { StoredJob } from '../storedJob';
import type { Database } from './database';
import { stateIn, storedJob } from './jobRow';
import { EVENT_TRIGGERS, LANES, LISTED, LIST_INDEXES, VERSION } from './schema';

/**
 * Brings a store of an older version to this one, within a transaction. Until version 2 an event had its job whole: those are read as they are. Until version 3
 * all jobs waited in one lane, as jobs of one tenant. Until version 4 lists looked into every job, and some options had other defaults.
 * @param key null for a store that hides its addresses already, since version 2
 */
export function upgrade(db: Database, key: SealKey | null): void {
  // No event has happened.
  db.exec('DROP TRIGGER job_queued; DROP TRIGGER job_changed');
  const there = db.all('PRAGMA table_info(job)').map(({ name }) => name);
  // Some stores of version 4 have what lists ask for.
  for (const column of [...LANES, ...LISTED])
    if (!there.includes(column.split(' ', 1)[0] ?? '')) db.exec(`ALTER TABLE job ADD COLUMN ${column}`);
  db.exec('DROP INDEX IF EXISTS job_input; DROP INDEX IF EXISTS job_listed');
  if (key !== null) {
    db.exec('ALTER TABLE job ADD COLUMN sealed TEXT; ALTER TABLE job ADD COLUMN steps TEXT');
    for (const row of db.all('SELECT * FROM job')) {
      const job = storedJob(row);
      // One that cannot be read is ended when it is next looked at; until then it stays as it is.
      if (job.unreadable === null) hide(db, key, job);
    }
  }
  for (const kind of KIND_NAMES)
    for (const [option, value] of Object.entries(kindOf(kind).earlier ?? {}))
      db.change(
        'UPDATE job SET request = json_insert(request, ?, ?) WHERE kind = ? AND json_valid(request)',
        `$.options.${option}`,
        String(value),
        kind,
      );
  db.exec(
    "UPDATE job SET input = iif(json_valid(state), state ->> '$.input', NULL), over_http = iif(json_valid(request), request ->> '$.origin' IS NOT NULL, 0)",
  );
  db.exec(`${LIST_INDEXES} ${EVENT_TRIGGERS} PRAGMA user_version = ${VERSION}`);
}

function hide(db: Database, key: SealKey, { id, request, state, backend, webhookUrl }: StoredJob): void {
  const address = 'address' in request.input ? request.input.address : null;
  const secrets = { address: hiddenOf(address), webhookUrl: hiddenOf(webhookUrl) };
  if (secrets.address === undefined && secrets.webhookUrl === undefined) return;
  const shownUrl = webhookUrl && shownAddress(webhookUrl);
  const input = address === null ? (state.input ?? '') : shownAddress(address);
  const shown = (job: Job): string =>
    JSON.stringify({ ...job, input, ...(shownUrl !== null && { webhook_url: shownUrl }) });
  const { kind, options, metadata, output } = request;
  const hash = requestHashOf(
    { kind, options, metadata, output, backend, input, webhookUrl: shownUrl },
    hiddenMark(key, secrets),
  );
  db.change(
    'UPDATE job SET request = ?, state = ?, webhook_url = ?, request_hash = ?, sealed = ? WHERE id = ?',
    JSON.stringify({ ...request, ...(address !== null && { input: { ...request.input, address: input } }) }),
    shown(state),
    shownUrl,
    hash,
    sealSecrets(key, id, secrets),
    id,
  );
  for (const table of ['event', 'delivery']) {
    for (const { seq, state: then } of db.all(`SELECT seq, state FROM ${table} WHERE job = ?`, id)) {
      const job = stateIn(String(then));
      if (job !== null) db.change(`UPDATE ${table} SET state = ? WHERE seq = ?`, shown(job), seq ?? null);
    }
  }
}
