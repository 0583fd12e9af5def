-- What an attempt spent its time on besides its execution; see phases.ts. NULL: it was not seen, as of older rows, or there
-- was none. Of a request there is a commit at most, which is part of its duration.
ALTER TABLE spans ADD COLUMN queued_at REAL;
ALTER TABLE spans ADD COLUMN limit_at REAL;
ALTER TABLE spans ADD COLUMN limit_ms REAL;
ALTER TABLE spans ADD COLUMN commit_ms REAL;
