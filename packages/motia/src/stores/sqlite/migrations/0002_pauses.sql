-- Steps that are paused, by hand. Their runs stay queued, and their schedules fire nothing.
CREATE TABLE pauses (
  step_id TEXT PRIMARY KEY,
  paused_at INTEGER NOT NULL
) WITHOUT ROWID;
