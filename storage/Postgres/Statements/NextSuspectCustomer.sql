-- First the ends are counted at which a customer's wake was on trial; those of this very process are none. A row that its
-- customer does not know of was left behind when a commit crossed; it goes, and is put where the commit believed it to be.
WITH stray AS (
  DELETE FROM due d USING customers c
  WHERE d.lane IN (-2, -1) AND c.number = d.customer AND (c.due_lane, c.due_at) IS DISTINCT FROM (d.lane, d.due_at)
),
homed AS (
  INSERT INTO due (lane, due_at, customer)
  SELECT c.due_lane, c.due_at, c.number FROM due d JOIN customers c ON c.number = d.customer
  WHERE d.lane IN (-2, -1) AND c.due_lane = 0 AND c.due_at = d.due_at
  ON CONFLICT (lane, due_at, customer) DO NOTHING
),
counted AS (
  UPDATE due d SET ends = d.ends + (coalesce(d.owner, $1::bigint) <> $1::bigint)::int,
    lone_ends = d.lone_ends + (coalesce(d.owner, $1::bigint) <> $1::bigint AND d.ends >= $2::int)::int, leased_until = NULL,
    owner = NULL
  FROM customers c
  WHERE d.lane = -1 AND d.leased_until <= $3::bigint AND c.number = d.customer AND c.due_lane = d.lane AND c.due_at = d.due_at
  RETURNING d.due_at, d.customer, d.attempts, d.ends, d.lone_ends
)
SELECT w.workspace, c.customer_id, d.due_at, d.attempts, d.ends, d.lone_ends FROM (
  SELECT due_at, customer, attempts, ends, lone_ends FROM due WHERE lane = -1 AND leased_until IS NULL
  UNION ALL
  SELECT due_at, customer, attempts, ends, lone_ends FROM counted) d
JOIN customers c ON c.number = d.customer AND c.due_lane = -1 AND c.due_at = d.due_at
JOIN workspace_numbers w ON w.number = c.workspace
ORDER BY d.lone_ends, d.due_at, d.customer LIMIT 1
