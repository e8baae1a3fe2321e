import { DEFAULT_LANE, DEFAULT_TENANT } from '../port';

/** Raised with every change; a store of a higher version is left alone, one of a lower is brought up to it (upgrade.ts). */
export const VERSION = 5;

/** In which queue a job waits, and who it is made for, in the table `job`: jobs that say nothing of it have these, and so have those of older versions. */
export const LANES = [
  `lane TEXT NOT NULL DEFAULT '${DEFAULT_LANE}'`,
  `tenant TEXT NOT NULL DEFAULT '${DEFAULT_TENANT}'`,
] as const;

/**
 * What lists ask for, beside the texts that hold it: these may have a megabyte, and are not to be read for each job of the store. `input` is as the job object
 * shows it.
 */
export const LISTED = ['input TEXT', 'over_http INTEGER NOT NULL DEFAULT 0'] as const;
export const LIST_INDEXES = `
CREATE INDEX job_input ON job (input) WHERE input IS NOT NULL;
CREATE INDEX job_listed ON job (over_http, seq, status, kind);`;

/** What never changes in a job object, and may be large: an event has it from its job's row (events.ts). */
const CHANGEABLE = "json_remove(NEW.state, '$.input', '$.inputs', '$.options', '$.metadata', '$.webhook_url')";

/** Write the event of a new job, and of a change. */
export const EVENT_TRIGGERS = `
CREATE TRIGGER job_queued AFTER INSERT ON job BEGIN
  INSERT INTO event (job, type, at, state) VALUES (NEW.id, 'job.queued', NEW.created_at, ${CHANGEABLE});
END;
CREATE TRIGGER job_changed AFTER UPDATE OF state ON job BEGIN
  INSERT INTO event (job, type, at, state) VALUES (
    NEW.id,
    CASE WHEN NEW.status <> OLD.status THEN 'job.' || NEW.status
         WHEN OLD.state ->> '$.status' = 'queued' AND NEW.state ->> '$.status' = 'processing' THEN 'job.started'
         ELSE 'job.progress' END,
    NEW.state ->> '$.updated_at', ${CHANGEABLE});
END;`;

/**
 * A job's row holds the job object as it is shown (`state`) beside the columns that the engine asks by. Changes of `state` write an event with the
 * same statement, by trigger, and an event that a webhook wants writes its delivery: neither can be lost between two statements. Both hold what may change of
 * the job object, as it was then. Addresses stand everywhere as
 * they are shown; what they hide, and keys, are in `sealed`.
 * Times are Unix milliseconds.
 */
export const SCHEMA = `
CREATE TABLE job (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'queued',
  backend TEXT NOT NULL,
  priority INTEGER NOT NULL,
  request TEXT NOT NULL,
  state TEXT NOT NULL,
  idempotency_key TEXT UNIQUE,
  request_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ready_at INTEGER NOT NULL,
  ended_at INTEGER,
  time_limit INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  losses INTEGER NOT NULL DEFAULT 0,
  token INTEGER NOT NULL DEFAULT 0,
  owner TEXT,
  cancel INTEGER NOT NULL DEFAULT 0,
  published INTEGER NOT NULL DEFAULT 0,
  webhook_url TEXT,
  webhook_events TEXT,
  files_kept INTEGER NOT NULL DEFAULT 1,
  sealed TEXT,
  steps TEXT,
  ${[...LANES, ...LISTED].join(',\n  ')}
) STRICT;${LIST_INDEXES}
CREATE INDEX job_queue ON job (priority DESC, seq) WHERE status = 'queued';
CREATE INDEX job_running ON job (owner) WHERE status = 'processing';
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE process (
  id TEXT PRIMARY KEY,
  pid INTEGER NOT NULL,
  started TEXT NOT NULL,
  namespace TEXT NOT NULL,
  role TEXT NOT NULL,
  beat INTEGER NOT NULL DEFAULT 0,
  seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE child (
  job TEXT NOT NULL,
  token INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  started TEXT NOT NULL,
  namespace TEXT NOT NULL,
  PRIMARY KEY (job, token, pid)
) STRICT;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  job TEXT NOT NULL,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE delivery (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  job TEXT NOT NULL,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending',
  tries TEXT NOT NULL DEFAULT '[]',
  next_at INTEGER NOT NULL,
  owner TEXT
) STRICT;
CREATE INDEX delivery_due ON delivery (next_at) WHERE status = 'pending';
CREATE INDEX delivery_job ON delivery (job);

CREATE TABLE seen (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE watch (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  execution TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  jobs TEXT NOT NULL,
  interval INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  limit_at INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0
) STRICT;

${EVENT_TRIGGERS}
CREATE TRIGGER event_wanted AFTER INSERT ON event
WHEN EXISTS (SELECT 1 FROM job WHERE id = NEW.job AND webhook_url IS NOT NULL AND instr(' ' || webhook_events || ' ', ' ' || NEW.type || ' ') > 0) BEGIN
  -- Of progress only the newest is worth telling.
  DELETE FROM delivery WHERE job = NEW.job AND type = 'job.progress' AND status = 'pending' AND owner IS NULL;
  INSERT INTO delivery (id, job, type, at, state, next_at) VALUES ('msg_' || lower(hex(randomblob(16))), NEW.job, NEW.type, NEW.at, NEW.state, NEW.at);
END;
CREATE TRIGGER job_removed AFTER DELETE ON job BEGIN
  DELETE FROM event WHERE job = OLD.id;
  DELETE FROM delivery WHERE job = OLD.id;
  DELETE FROM child WHERE job = OLD.id;
END;
`;
