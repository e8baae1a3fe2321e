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
  steps TEXT
) STRICT;
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


CREATE TRIGGER job_queued AFTER INSERT ON job BEGIN
  INSERT INTO event (job, type, at, state) VALUES (NEW.id, 'job.queued', NEW.created_at, json_remove(NEW.state, '$.input', '$.options', '$.metadata', '$.webhook_url'));
END;
CREATE TRIGGER job_changed AFTER UPDATE OF state ON job BEGIN
  INSERT INTO event (job, type, at, state) VALUES (
    NEW.id,
    CASE WHEN NEW.status <> OLD.status THEN 'job.' || NEW.status
         WHEN OLD.state ->> '$.status' = 'queued' AND NEW.state ->> '$.status' = 'processing' THEN 'job.started'
         ELSE 'job.progress' END,
    NEW.state ->> '$.updated_at', json_remove(NEW.state, '$.input', '$.options', '$.metadata', '$.webhook_url'));
END;
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
