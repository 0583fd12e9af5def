-- The durable store: runs and what hangs on them, state, schedules. Applied by migrate.ts, in one transaction.
-- Statuses are the integers of codes.ts. Times are milliseconds since the epoch.

-- Step ids as small integers, so that rows and indexes stay narrow.
CREATE TABLE steps (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

-- One row a run. `seq` is the order of acceptance, and the handle (`ref`) that commits address it by.
CREATE TABLE runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  step INTEGER NOT NULL,
  status INTEGER NOT NULL,
  epoch INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  conflicts INTEGER NOT NULL DEFAULT 0,
  strikes INTEGER NOT NULL DEFAULT 0,
  isolated INTEGER NOT NULL DEFAULT 0,
  -- A noop: succeeds as soon as nothing holds it back.
  passes INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  due_at INTEGER,
  started_at INTEGER,
  finished_at INTEGER,
  trace_id TEXT NOT NULL,
  parent_run_id TEXT,
  cause TEXT NOT NULL,
  key TEXT,
  -- JSON array of the run ids of `after`, as asked for.
  after_ids TEXT,
  reason TEXT,
  -- JSON texts; NULL where a long one is in payloads.
  input TEXT,
  result TEXT,
  failure TEXT
);
CREATE UNIQUE INDEX runs_id ON runs (id);
CREATE INDEX runs_trace ON runs (trace_id);
CREATE INDEX runs_step ON runs (step, seq);
CREATE INDEX runs_queued ON runs (step, seq) WHERE status = 2;
CREATE INDEX runs_scheduled ON runs (due_at) WHERE status = 3;
-- Waiting, failed, cancelled, quarantined: few, and looked for by status.
CREATE INDEX runs_rare ON runs (status, seq) WHERE status >= 4;

-- Long inputs and results, so that changing a run's row does not write them again. `id` is 2 * seq, + 1 for results.
CREATE TABLE payloads (
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL
);

-- Attempts that did not end their run with success.
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  failure TEXT NOT NULL
);
CREATE INDEX attempts_run ON attempts (run);

-- What a run still waits for, or what cancelled it: a row goes when the run depended on succeeds.
CREATE TABLE run_deps (
  run INTEGER NOT NULL,
  depends_on INTEGER NOT NULL,
  PRIMARY KEY (run, depends_on)
) WITHOUT ROWID;
CREATE INDEX run_deps_on ON run_deps (depends_on);

-- The run that a trigger's `key` made, for 24 h.
CREATE TABLE run_keys (
  step INTEGER NOT NULL,
  key TEXT NOT NULL,
  run INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (step, key)
) WITHOUT ROWID;

-- Sends that happen once over all attempts of a run (`Commit.once`), and their receipts as JSON.
CREATE TABLE sends (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,
  name TEXT NOT NULL,
  payload_hash TEXT NOT NULL,
  accepted TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX sends_name ON sends (run_id, name);

-- Exactly how many rows of runs a step has in a status: written with every transaction that changes it.
CREATE TABLE counts (
  step INTEGER NOT NULL,
  status INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (step, status)
) WITHOUT ROWID;

-- Triggers that reached no step, by target.
CREATE TABLE unrouted (
  target TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  last_trace_id TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE state (
  id INTEGER PRIMARY KEY,
  grp TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  value TEXT NOT NULL
);
CREATE UNIQUE INDEX state_key ON state (grp, key);

CREATE TABLE schedules (
  step_id TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  next_at INTEGER,
  last_at INTEGER
) WITHOUT ROWID;

-- Figures that outlive the rows they came from: `state_version`, below which every version may have been used.
CREATE TABLE figures (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
