-- The customer's row goes to the lane from which nobody is woken, and a dead letter says so.
WITH moved AS (
  UPDATE due d SET lane = -2, leased_until = NULL, owner = NULL, attempts = 0, ends = 0, lone_ends = 0
  FROM workspace_numbers w JOIN customers c ON c.workspace = w.number
  WHERE w.workspace = $1 AND c.customer_id = $2 AND c.due_lane = -1
    AND d.lane = c.due_lane AND d.due_at = c.due_at AND d.customer = c.number
  RETURNING d.customer, d.due_at
),
noted AS (
  UPDATE customers c SET due_lane = -2 FROM moved m
  WHERE c.number = m.customer AND c.due_lane = -1 AND c.due_at = m.due_at
)
INSERT INTO outbox (customer, key, receiver, state, ready_at, attempts, enqueued_at, ended_at, error, effect)
SELECT m.customer, $3, $4, 2, $5::bigint, $6::int, $7::bigint, $7::bigint, $8, $9 FROM moved m
ON CONFLICT (customer, key) DO UPDATE SET state = 2, attempts = excluded.attempts, ended_at = excluded.ended_at,
  error = excluded.error
