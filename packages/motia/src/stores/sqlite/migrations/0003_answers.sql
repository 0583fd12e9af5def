-- What requests with an Idempotency-Key were answered, for 24 h. `response` is JSON, NULL if it was not kept.
CREATE TABLE answers (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  request TEXT NOT NULL,
  response TEXT,
  created_at INTEGER NOT NULL
);
CREATE INDEX answers_created ON answers (created_at);
