-- First the ends are counted at which an effect was on trial; those of this very process are none.
WITH counted AS (
  UPDATE outbox SET ends = ends + (coalesce(owner, $1::bigint) <> $1::bigint)::int,
    lone_ends = lone_ends + (coalesce(owner, $1::bigint) <> $1::bigint AND ends >= $2::int)::int, claimed = false, owner = NULL
  WHERE state = 3 AND claimed AND ready_at <= $3::bigint
  RETURNING row, receiver, ends, lone_ends, ready_at
)
SELECT row, receiver, ends, lone_ends FROM (
  SELECT row, receiver, ends, lone_ends, ready_at FROM outbox
  WHERE state = 3 AND NOT claimed AND ready_at <= $3::bigint
  UNION ALL
  SELECT row, receiver, ends, lone_ends, ready_at FROM counted) o
ORDER BY lone_ends, ready_at, row LIMIT 1
