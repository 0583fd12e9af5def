-- What was seen: spans, log lines, system events, counters. Applied by connection.ts, in one transaction. Rows are only
-- ever appended, and deleted from their oldest end, so that ids are dense. Times are milliseconds since the epoch.

-- An attempt of a durable run, or an api request. `status` is a run's, or an HTTP status.
CREATE TABLE spans (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  parent_run_id TEXT,
  step_id TEXT NOT NULL,
  attempt INTEGER,
  started_at REAL NOT NULL,
  duration_ms REAL NOT NULL,
  waited_ms REAL,
  status TEXT NOT NULL,
  reason TEXT,
  due_at INTEGER,
  method TEXT,
  path TEXT,
  failed INTEGER NOT NULL,
  -- JSON, and what failures of the same kind have in common.
  failure TEXT,
  error_kind TEXT
);
CREATE INDEX spans_trace ON spans (trace_id);
CREATE INDEX spans_run ON spans (run_id);
-- Covers what metrics ask for.
CREATE INDEX spans_step ON spans (step_id, kind, id, duration_ms, failed);
CREATE INDEX spans_failed ON spans (id, step_id) WHERE failed = 1;

-- `level`: 0 debug, 1 info, 2 warn, 3 error. `fields`: JSON.
CREATE TABLE logs (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  level INTEGER NOT NULL,
  source TEXT NOT NULL,
  message TEXT NOT NULL,
  fields TEXT,
  run_id TEXT,
  trace_id TEXT,
  step_id TEXT,
  attempt INTEGER
);
CREATE INDEX logs_trace ON logs (trace_id) WHERE trace_id IS NOT NULL;
CREATE INDEX logs_run ON logs (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX logs_step ON logs (step_id, id) WHERE step_id IS NOT NULL;
CREATE INDEX logs_bad ON logs (id, level) WHERE level >= 2;

-- `body`: the event as JSON.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL
);

-- Requests of each api step, added up over all lives of the app. `buckets`: JSON array, see buckets.ts.
CREATE TABLE counters (
  step_id TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  total_ms REAL NOT NULL,
  buckets TEXT NOT NULL
) WITHOUT ROWID;
