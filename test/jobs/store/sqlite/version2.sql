PRAGMA journal_mode = WAL;
PRAGMA user_version = 2;
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
  INSERT INTO event (job, type, at, state) VALUES (NEW.id, 'job.queued', NEW.created_at, NEW.state);
END;
CREATE TRIGGER job_changed AFTER UPDATE OF state ON job BEGIN
  INSERT INTO event (job, type, at, state) VALUES (
    NEW.id,
    CASE WHEN NEW.status <> OLD.status THEN 'job.' || NEW.status
         WHEN OLD.state ->> '$.status' = 'queued' AND NEW.state ->> '$.status' = 'processing' THEN 'job.started'
         ELSE 'job.progress' END,
    NEW.state ->> '$.updated_at', NEW.state);
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
INSERT INTO job (seq, id, kind, status, backend, priority, request, state, idempotency_key, request_hash, created_at, ready_at, ended_at, time_limit, attempts, losses, token, owner, cancel, published, webhook_url, webhook_events, files_kept, sealed, steps) VALUES (1, 'job_nOJmAd95JQUdZDmSkYUd', 'image', 'queued', 'local', 0, '{"kind":"image","options":{},"metadata":{},"output":null,"origin":"http://127.0.0.1:44829","input":{"address":"ht\ntp://x/../../docs/images/create-job-result.png"}}', '{"id":"job_nOJmAd95JQUdZDmSkYUd","object":"job","kind":"image","input":"ht\ntp://x/../../docs/images/create-job-result.png","output":null,"options":{},"metadata":{},"status":"queued","error":null,"tasks":[{"id":"task_z8YMBxuRp1fD8Eyfn1Ps","object":"task","kind":"probe","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990007795,"started_at":null,"finished_at":null,"updated_at":1795990007795},{"id":"task_HgIJfZM_Xrb1sDTszn8E","object":"task","kind":"import","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990007795,"started_at":null,"finished_at":null,"updated_at":1795990007795},{"id":"task_2oDSGVPfMB_FHxEZJ7VD","object":"task","kind":"image","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990007795,"started_at":null,"finished_at":null,"updated_at":1795990007795},{"id":"task_UKdFE73WNXAPOcz6EK8J","object":"task","kind":"export","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990007795,"started_at":null,"finished_at":null,"updated_at":1795990007795}],"created_at":1795990007795,"started_at":null,"finished_at":null,"updated_at":1795990007795,"attempts":{"made":0,"most":3}}', NULL, 'd492ba8469341df0641a9c5673e2879bd7733fd1d4bf1c4f53c120c5330bcc9b', 1795990007795, 1795990007795, NULL, NULL, 0, 0, 0, NULL, 0, 0, NULL, 'job.succeeded job.failed job.cancelled', 1, NULL, NULL);
INSERT INTO job (seq, id, kind, status, backend, priority, request, state, idempotency_key, request_hash, created_at, ready_at, ended_at, time_limit, attempts, losses, token, owner, cancel, published, webhook_url, webhook_events, files_kept, sealed, steps) VALUES (2, 'job_9cV0_3f22jlPxwbaeTfh', 'image', 'queued', 'local', 0, '{"kind":"image","options":{},"metadata":{},"output":null,"origin":"http://127.0.0.1:44829","input":{"address":"htt\tp://x/../../docs/images/create-job-result.png"}}', '{"id":"job_9cV0_3f22jlPxwbaeTfh","object":"job","kind":"image","input":"htt\tp://x/../../docs/images/create-job-result.png","output":null,"options":{},"metadata":{},"status":"queued","error":null,"tasks":[{"id":"task_EaloAPZ_jgfqAqyl4HGJ","object":"task","kind":"probe","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008371,"started_at":null,"finished_at":null,"updated_at":1795990008371},{"id":"task_KZLIPH535ozgNvXDcoxN","object":"task","kind":"import","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008371,"started_at":null,"finished_at":null,"updated_at":1795990008371},{"id":"task_yrJBhH2QW_Hg9QO-NFYB","object":"task","kind":"image","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008371,"started_at":null,"finished_at":null,"updated_at":1795990008371},{"id":"task_3BI9KfUsyhwqaqCyp6vm","object":"task","kind":"export","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008371,"started_at":null,"finished_at":null,"updated_at":1795990008371}],"created_at":1795990008371,"started_at":null,"finished_at":null,"updated_at":1795990008371,"attempts":{"made":0,"most":3}}', NULL, 'a2024ebf12cbcce5b8340e511948eca748e9602e17b15748f9b5f248fa66d62e', 1795990008371, 1795990008371, NULL, NULL, 0, 0, 0, NULL, 0, 0, NULL, 'job.succeeded job.failed job.cancelled', 1, NULL, NULL);
INSERT INTO job (seq, id, kind, status, backend, priority, request, state, idempotency_key, request_hash, created_at, ready_at, ended_at, time_limit, attempts, losses, token, owner, cancel, published, webhook_url, webhook_events, files_kept, sealed, steps) VALUES (3, 'job_fBpbL4pfzrgtXW6fjhr1', 'image', 'queued', 'local', 0, '{"kind":"image","options":{},"metadata":{},"output":null,"origin":"http://127.0.0.1:44829","input":{"address":"\u0001http:../docs/images/create-job-result.png"}}', '{"id":"job_fBpbL4pfzrgtXW6fjhr1","object":"job","kind":"image","input":"\u0001http:../docs/images/create-job-result.png","output":null,"options":{},"metadata":{},"status":"queued","error":null,"tasks":[{"id":"task_NvHHlYKqFj2LBQKzODTu","object":"task","kind":"probe","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008678,"started_at":null,"finished_at":null,"updated_at":1795990008678},{"id":"task_WTRnfWzN3Gv5CsYL9UyA","object":"task","kind":"import","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008678,"started_at":null,"finished_at":null,"updated_at":1795990008678},{"id":"task_9FlfqVEmW9nY5X63gOBZ","object":"task","kind":"image","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008678,"started_at":null,"finished_at":null,"updated_at":1795990008678},{"id":"task_0jWQZzISKtAiHyCGs155","object":"task","kind":"export","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008678,"started_at":null,"finished_at":null,"updated_at":1795990008678}],"created_at":1795990008678,"started_at":null,"finished_at":null,"updated_at":1795990008678,"attempts":{"made":0,"most":3}}', NULL, '682f8ca7ff7d1f3bf830c88161a5b5d5b2f9229407e08c9dbfe055ba9b5a4131', 1795990008678, 1795990008678, NULL, NULL, 0, 0, 0, NULL, 0, 0, NULL, 'job.succeeded job.failed job.cancelled', 1, NULL, NULL);
INSERT INTO job (seq, id, kind, status, backend, priority, request, state, idempotency_key, request_hash, created_at, ready_at, ended_at, time_limit, attempts, losses, token, owner, cancel, published, webhook_url, webhook_events, files_kept, sealed, steps) VALUES (4, 'job_0kVPzx7TeLQ8lCeLFeM1', 'image', 'queued', 'local', 0, '{"kind":"image","options":{},"metadata":{},"output":null,"origin":"http://127.0.0.1:44829","input":{"address":"http://***@x/../../docs/images/create-job-result.png"}}', '{"id":"job_0kVPzx7TeLQ8lCeLFeM1","object":"job","kind":"image","input":"http://***@x/../../docs/images/create-job-result.png","output":null,"options":{},"metadata":{},"status":"queued","error":null,"tasks":[{"id":"task_MzawcXD7iICv94y_bf7C","object":"task","kind":"probe","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008834,"started_at":null,"finished_at":null,"updated_at":1795990008834},{"id":"task_VeDBKx_6zb0Yg6NaP6mV","object":"task","kind":"import","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008834,"started_at":null,"finished_at":null,"updated_at":1795990008834},{"id":"task_HlLcjX1deKlJSZIgZhMj","object":"task","kind":"image","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008834,"started_at":null,"finished_at":null,"updated_at":1795990008834},{"id":"task_5bhbC0HSfs05yPzMe5Kq","object":"task","kind":"export","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008834,"started_at":null,"finished_at":null,"updated_at":1795990008834}],"created_at":1795990008834,"started_at":null,"finished_at":null,"updated_at":1795990008834,"attempts":{"made":0,"most":3}}', NULL, '16f7ffba4fde2188854b7a9fd8dd66cd89453b3c65c36f9e7e02b3074c80e0ee', 1795990008834, 1795990008834, NULL, NULL, 0, 0, 0, NULL, 0, 0, NULL, 'job.succeeded job.failed job.cancelled', 1, 's1.7c4d55466ca0.7b6xtYJ7DDKk87laZ85VaYbIRgTMez2snV7-wLtJww0pqOcLf9R1PtbyacrETvmlY2kG-qv3iPAUgFZqYJv8Iiial5rs5G_Pa3Dz4V1HljLdDpKuj903sBoNo0S__NEOLSoKxz9m', NULL);
INSERT INTO job (seq, id, kind, status, backend, priority, request, state, idempotency_key, request_hash, created_at, ready_at, ended_at, time_limit, attempts, losses, token, owner, cancel, published, webhook_url, webhook_events, files_kept, sealed, steps) VALUES (5, 'job_39xTOUq7uEKW53Q_fiIJ', 'image', 'queued', 'local', 0, '{"kind":"image","options":{},"metadata":{},"output":null,"origin":"http://127.0.0.1:44829","input":{"address":"http:\\\\127.0.0.1\\x"}}', '{"id":"job_39xTOUq7uEKW53Q_fiIJ","object":"job","kind":"image","input":"http:\\\\127.0.0.1\\x","output":null,"options":{},"metadata":{},"status":"queued","error":null,"tasks":[{"id":"task_vlitPDsJd67YZzUlNbJv","object":"task","kind":"probe","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008980,"started_at":null,"finished_at":null,"updated_at":1795990008980},{"id":"task_SWpnGRT0MnRUN38MiERg","object":"task","kind":"import","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008980,"started_at":null,"finished_at":null,"updated_at":1795990008980},{"id":"task_rBwMNjP2T_UcAy7HMKyT","object":"task","kind":"image","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008980,"started_at":null,"finished_at":null,"updated_at":1795990008980},{"id":"task_vkRq0NnYG7WPsFJykOHD","object":"task","kind":"export","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990008980,"started_at":null,"finished_at":null,"updated_at":1795990008980}],"created_at":1795990008980,"started_at":null,"finished_at":null,"updated_at":1795990008980,"attempts":{"made":0,"most":3}}', NULL, '7237fb44ae98d34e96ea6235aa407a61429b8faaa529e9eaa8fe1e2e98f4b7dd', 1795990008980, 1795990008980, NULL, NULL, 0, 0, 0, NULL, 0, 0, NULL, 'job.succeeded job.failed job.cancelled', 1, NULL, NULL);
INSERT INTO job (seq, id, kind, status, backend, priority, request, state, idempotency_key, request_hash, created_at, ready_at, ended_at, time_limit, attempts, losses, token, owner, cancel, published, webhook_url, webhook_events, files_kept, sealed, steps) VALUES (6, 'job_uGGlzt6chGUb3GM69p0g', 'image', 'queued', 'local', 0, '{"kind":"image","options":{},"metadata":{},"output":null,"origin":"http://127.0.0.1:44829","input":{"address":"http://127.0.0.1:9/in.png"}}', '{"id":"job_uGGlzt6chGUb3GM69p0g","object":"job","kind":"image","input":"http://127.0.0.1:9/in.png","output":null,"options":{},"metadata":{},"status":"queued","error":null,"tasks":[{"id":"task_WG4MzN1MGPETRqhz80Gu","object":"task","kind":"probe","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990009050,"started_at":null,"finished_at":null,"updated_at":1795990009050},{"id":"task_fuWtlueVZMBVkQqCDbet","object":"task","kind":"import","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990009050,"started_at":null,"finished_at":null,"updated_at":1795990009050},{"id":"task_E5Q7zPs_9JiMxxt7n07i","object":"task","kind":"image","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990009050,"started_at":null,"finished_at":null,"updated_at":1795990009050},{"id":"task_zWSgmankINqrKADPi2wX","object":"task","kind":"export","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990009050,"started_at":null,"finished_at":null,"updated_at":1795990009050}],"created_at":1795990009050,"started_at":null,"finished_at":null,"updated_at":1795990009050,"attempts":{"made":0,"most":3}}', NULL, 'b6d7f767812c9f8dee877c73eae20598f31af46aa44b8325b3a5a7ece657f85e', 1795990009050, 1795990009050, NULL, NULL, 0, 0, 0, NULL, 0, 0, NULL, 'job.succeeded job.failed job.cancelled', 1, NULL, NULL);
INSERT INTO job (seq, id, kind, status, backend, priority, request, state, idempotency_key, request_hash, created_at, ready_at, ended_at, time_limit, attempts, losses, token, owner, cancel, published, webhook_url, webhook_events, files_kept, sealed, steps) VALUES (7, 'job_s9BJrkVku2AWnsFAxdA0', 'image', 'queued', 'local', 0, '{"kind":"image","options":{},"metadata":{},"output":null,"origin":"http://127.0.0.1:44829","input":{"address":"http://***@127.0.0.1:9/in.png?sig=***"}}', '{"id":"job_s9BJrkVku2AWnsFAxdA0","object":"job","kind":"image","input":"http://***@127.0.0.1:9/in.png?sig=***","output":null,"options":{},"metadata":{},"status":"queued","error":null,"tasks":[{"id":"task_CYpzVC869NahsDy3Akmo","object":"task","kind":"probe","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990009095,"started_at":null,"finished_at":null,"updated_at":1795990009095},{"id":"task_BrWMEklHW9pSZ11xT6tY","object":"task","kind":"import","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990009095,"started_at":null,"finished_at":null,"updated_at":1795990009095},{"id":"task_gMoBNv2sQwq2hPi7IUzP","object":"task","kind":"image","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990009095,"started_at":null,"finished_at":null,"updated_at":1795990009095},{"id":"task_bxLF14WKqWU_KU5DHGwK","object":"task","kind":"export","input":null,"options":{},"output":null,"status":"waiting","progress":null,"error":null,"created_at":1795990009095,"started_at":null,"finished_at":null,"updated_at":1795990009095}],"created_at":1795990009095,"started_at":null,"finished_at":null,"updated_at":1795990009095,"attempts":{"made":0,"most":3}}', NULL, '253d3fde65aadd6fd57f7152d261ad243f55fb3193d912195ffb4c9e822743b4', 1795990009095, 1795990009095, NULL, NULL, 0, 0, 0, NULL, 0, 0, NULL, 'job.succeeded job.failed job.cancelled', 1, 's1.7c4d55466ca0.xoRWaNAeTpqHtCmtQY-wEhpBJFxf9c4S2zDiL7-8ykQVXxNflkoBlRhWRyEoBtKJi7CrFg5uU9-t75Zh1-sRGDnxiOsGt7tTIpk-hxzNXNYQe-H1yA5BUQ', NULL);
