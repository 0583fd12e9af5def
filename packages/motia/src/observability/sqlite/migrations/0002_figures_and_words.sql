-- Counts of all steps, over time too, kinds of failures by their fingerprint, what commits did, and the words of lines.

-- Totals of each step over all lives of the app; they begin anew, since the buckets have changed. `kind`: `request` of
-- an api step, or `run`. `durations`, `waits`: JSON, see buckets.ts.
DROP TABLE counters;
CREATE TABLE counters (
  step_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  since INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  retried INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  total_ms REAL NOT NULL,
  waited_ms REAL NOT NULL,
  durations TEXT NOT NULL,
  waits TEXT NOT NULL,
  PRIMARY KEY (step_id, kind)
) WITHOUT ROWID;

-- The same for stretches of time of `span_ms` that begin at `at`; see rollups.ts.
CREATE TABLE rollups (
  span_ms INTEGER NOT NULL,
  at INTEGER NOT NULL,
  step_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  ended INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  retried INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  total_ms REAL NOT NULL,
  waited_ms REAL NOT NULL,
  durations TEXT NOT NULL,
  waits TEXT NOT NULL,
  PRIMARY KEY (span_ms, at, step_id, kind)
) WITHOUT ROWID;

-- JSON, an EffectsSeen.
ALTER TABLE spans ADD COLUMN effects TEXT;

-- Indexes of the words of log lines, each of the lines from `first` to `upto` in a table of its own, `words_<first>`;
-- see word-index.ts.
CREATE TABLE word_indexes (
  first INTEGER PRIMARY KEY,
  upto INTEGER NOT NULL
);
