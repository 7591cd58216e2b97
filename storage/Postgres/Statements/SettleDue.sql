-- Puts a customer's row where it belongs, without a lease, or removes it. What was set apart comes back to the live lane.
WITH known AS MATERIALIZED (
  SELECT c.number, c.due_lane, c.due_at
  FROM workspace_numbers w JOIN customers c ON c.workspace = w.number AND c.customer_id = $2
  WHERE w.workspace = $1 AND c.due_at IS NOT NULL
  FOR UPDATE OF c
),
noted AS (
  UPDATE customers c SET due_at = $3::bigint,
    due_lane = CASE WHEN $3::bigint IS NULL THEN NULL ELSE greatest(k.due_lane, 0) END
  FROM known k WHERE c.number = k.number AND (k.due_at IS DISTINCT FROM $3::bigint OR k.due_lane < 0)
),
left_due AS (
  DELETE FROM due d USING known k
  WHERE d.lane = k.due_lane AND d.due_at = k.due_at AND d.customer = k.number
    AND (k.due_at IS DISTINCT FROM $3::bigint OR k.due_lane < 0)
),
kept_due AS (
  UPDATE due d SET leased_until = NULL, attempts = 0 FROM known k
  WHERE d.lane = k.due_lane AND d.due_at = k.due_at AND d.customer = k.number AND k.due_at = $3::bigint AND k.due_lane >= 0
)
INSERT INTO due (lane, due_at, customer)
SELECT greatest(k.due_lane, 0), $3::bigint, k.number FROM known k
WHERE $3::bigint IS NOT NULL AND (k.due_at <> $3::bigint OR k.due_lane < 0)
