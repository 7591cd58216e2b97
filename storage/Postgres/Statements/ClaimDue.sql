-- A row that its customer does not know of was left behind when a settlement and a commit crossed; it goes. One that was in
-- the hands of a process that is gone is set apart, where it is woken with no other of its kind beside it. Commits hold their
-- customer and then want the row, so nobody is waited for here: a customer whom somebody holds is set apart by a later look.
WITH picked AS (
  SELECT lane, due_at, customer, coalesce(leased_until IS NOT NULL AND owner <> $6::bigint, false) AS orphaned FROM due
  WHERE lane = $1 AND due_at <= $2 AND (leased_until IS NULL OR leased_until <= $3)
  ORDER BY due_at, customer LIMIT $5 FOR UPDATE SKIP LOCKED
),
stray AS (
  DELETE FROM due d USING picked p JOIN customers c ON c.number = p.customer
  WHERE d.lane = p.lane AND d.due_at = p.due_at AND d.customer = p.customer
    AND (c.due_lane, c.due_at) IS DISTINCT FROM (p.lane, p.due_at)
),
held AS MATERIALIZED (
  SELECT c.number, c.due_lane, c.due_at FROM picked p JOIN customers c ON c.number = p.customer WHERE p.orphaned
  ORDER BY c.workspace, c.customer_id FOR UPDATE OF c SKIP LOCKED
),
apart AS (
  UPDATE due d SET lane = -1, leased_until = NULL, owner = NULL, ends = ends + 1
  FROM picked p JOIN held c ON c.number = p.customer
  WHERE p.orphaned AND d.lane = p.lane AND d.due_at = p.due_at AND d.customer = p.customer
    AND c.due_lane = p.lane AND c.due_at = p.due_at
  RETURNING d.customer, d.due_at, p.lane AS left_lane
),
noted AS (
  UPDATE customers c SET due_lane = -1 FROM apart a
  WHERE c.number = a.customer AND c.due_lane = a.left_lane AND c.due_at = a.due_at
),
leased AS (
  UPDATE due d SET leased_until = $4, owner = $6::bigint
  FROM picked p JOIN customers c ON c.number = p.customer JOIN workspace_numbers w ON w.number = c.workspace
  WHERE NOT p.orphaned AND d.lane = p.lane AND d.due_at = p.due_at AND d.customer = p.customer
    AND c.due_lane = p.lane AND c.due_at = p.due_at
  RETURNING w.workspace, c.customer_id, d.due_at, d.attempts, d.customer
)
SELECT workspace, customer_id, due_at, attempts FROM leased ORDER BY due_at, customer
