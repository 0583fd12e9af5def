-- Counts of two hours, which a week is drawn from, made of those of quarters of an hour. A histogram may tell of a bucket
-- more than once: its counts add up.
INSERT INTO rollups (span_ms, at, step_id, kind, ended, failed, retried, kept, total_ms, waited_ms, durations, waits)
SELECT 7200000, at - at % 7200000, step_id, kind, sum(ended), sum(failed), sum(retried), sum(kept), sum(total_ms),
  sum(waited_ms),
  '[' || coalesce(group_concat(nullif(substr(durations, 2, length(durations) - 2), '')), '') || ']',
  '[' || coalesce(group_concat(nullif(substr(waits, 2, length(waits) - 2), '')), '') || ']'
FROM rollups WHERE span_ms = 900000 GROUP BY 2, 3, 4;
