-- Many customers' turns, in one statement and one trip. A turn that is refused contributes no row; the answer lists the
-- refused ones with the reason. Customers are updated in the order of their keys and events inserted in the order of
-- theirs, so that writers wait for each other and never in a circle. Who had to wait compares the version again, on the
-- row as it then is.
--
-- The planner cannot know how many rows the arrays hold and takes them for few: two of these lists joined to each other
-- may become a loop in a loop. So each list carries what later steps need, and meets big tables by their keys only. Nor
-- does it know that a partial index is unique: the LIMIT makes the search for taken events one look a key.
--
-- Who was given up (lane -2) stays there until somebody lets them be woken again, and who was set apart (lane -1) stays while
-- what they are due for has not happened: as the customer's row says once it is ours.
--
-- Lines that end in "-- careful" are left out until rows are found to be held by somebody who does not let go: then each
-- customer's row is locked first or passed over, and the answer says so.
WITH turn AS MATERIALIZED (
  SELECT * FROM unnest(
    $1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::int[], $6::bigint[], $7::text[], $8::text[], $9::int[],
    $10::int[], $11::bigint[], $12::bigint[], $13::bigint[], $14::int[], $15::int[], $16::int[], $17::bigint[],
    $18::bigint[], $55::text[], $60::int[])
    WITH ORDINALITY AS t (workspace, customer_id, expected, version, lane, due_at, name, email, orders, open_alerts,
      pending, available, last_seen_at, events, facts, follow_ups, first_at, last_at, folded, unknown_waits, n)
),
entry AS MATERIALIZED (
  SELECT * FROM unnest(
    $19::int[], $20::bigint[], $21::bigint[], $22::smallint[], $23::bigint[], $24::int[], $25::text[], $26::text[],
    $27::text[], $28::bigint[], $29::uuid[], $30::bytea[], $31::bytea[])
    WITH ORDINALITY AS e (n, version, at, kind, revision, fact_count, source, event_id, event_type, occurred_at,
      body_hash, input, facts, place)
),
booking AS MATERIALIZED (
  SELECT * FROM unnest(
    $32::int[], $33::text[], $34::text[], $35::text[], $36::text[], $37::bigint[], $38::text[], $39::bigint[])
    WITH ORDINALITY AS b (n, key, programme, from_account, to_account, points, order_id, at, place)
),
known AS MATERIALIZED (
  SELECT t.*, c.number, c.version AS stored, c.due_lane AS old_lane, c.due_at AS old_due
  FROM turn t JOIN customers c ON c.workspace = t.workspace AND c.customer_id = t.customer_id
  ORDER BY c.workspace, c.customer_id
),
taken AS MATERIALIZED (
  SELECT e.n, e.place, e.source, e.event_id, j.version, j.at, j.body_hash
  FROM entry e JOIN turn t ON t.n = e.n CROSS JOIN LATERAL (
    SELECT version, at, body_hash FROM journal j
    WHERE j.workspace = t.workspace AND j.source = e.source AND j.event_id = e.event_id LIMIT 1) j
),
booked AS MATERIALIZED (
  SELECT b.n, min(b.key) AS key
  FROM booking b JOIN known k ON k.n = b.n JOIN ledger l ON l.customer = k.number AND l.key = b.key
  GROUP BY b.n
),
held AS MATERIALIZED ( -- careful
  SELECT c.number FROM known k JOIN customers c ON c.number = k.number -- careful
  ORDER BY c.workspace, c.customer_id FOR UPDATE OF c SKIP LOCKED -- careful
), -- careful
fresh AS (
  INSERT INTO customers (workspace, customer_id, version, due_lane, due_at, name, email, orders, open_alerts,
    points_pending, points_available, last_seen_at, events, facts, follow_ups, first_at, last_at, folded,
    unknown_waits)
  SELECT workspace, customer_id, version, CASE WHEN due_at IS NULL THEN NULL ELSE lane END, due_at, name, email, orders,
    open_alerts, pending, available, last_seen_at, events, facts, follow_ups, first_at, last_at, folded,
    unknown_waits
  FROM turn t
  WHERE expected = 0 AND n NOT IN (SELECT n FROM known) AND n NOT IN (SELECT n FROM taken)
  ORDER BY workspace, customer_id
  ON CONFLICT (workspace, customer_id) DO NOTHING
  RETURNING number, workspace, customer_id
),
grown AS (
  UPDATE customers c SET version = k.version,
    due_lane = CASE WHEN k.due_at IS NULL THEN NULL
      WHEN k.lane = 0 AND (c.due_lane = -2 OR (c.due_lane = -1 AND c.due_at = k.due_at)) THEN c.due_lane
      ELSE k.lane END,
    due_at = k.due_at, name = k.name, email = k.email, orders = k.orders, open_alerts = k.open_alerts,
    points_pending = k.pending, points_available = k.available, last_seen_at = k.last_seen_at,
    events = c.events + k.events, facts = c.facts + k.facts, follow_ups = c.follow_ups + k.follow_ups,
    first_at = coalesce(c.first_at, k.first_at), last_at = coalesce(k.last_at, c.last_at),
    folded = k.folded, unknown_waits = k.unknown_waits
  FROM known k
  WHERE c.number = k.number AND c.version = k.expected
    AND k.n NOT IN (SELECT n FROM taken) AND k.n NOT IN (SELECT n FROM booked)
    AND k.number IN (SELECT number FROM held) -- careful
  RETURNING k.n, c.number, k.workspace, c.due_lane AS lane, k.due_at, k.old_lane, k.old_due
),
written AS MATERIALIZED (
  SELECT n, number, workspace, lane, due_at, old_lane, old_due FROM grown
  UNION ALL
  SELECT t.n, f.number, t.workspace, t.lane, t.due_at, NULL, NULL
  FROM fresh f JOIN turn t ON t.workspace = f.workspace AND t.customer_id = f.customer_id
),
journalled AS (
  INSERT INTO journal (customer, version, at, kind, revision, fact_count, workspace, source, event_id, event_type,
    occurred_at, body_hash, input, facts)
  SELECT w.number, e.version, e.at, e.kind, e.revision, e.fact_count,
    CASE WHEN e.event_id IS NULL THEN NULL ELSE w.workspace END,
    e.source, e.event_id, e.event_type, e.occurred_at, e.body_hash, e.input, e.facts
  FROM entry e JOIN written w ON w.n = e.n
  ORDER BY w.workspace, e.source, e.event_id
),
left_due AS (
  DELETE FROM due d USING written w
  WHERE d.lane = w.old_lane AND d.due_at = w.old_due AND d.customer = w.number
    AND (w.due_at IS NULL OR (w.lane, w.due_at) <> (w.old_lane, w.old_due))
),
kept_due AS (
  UPDATE due d SET leased_until = NULL, attempts = 0 FROM written w
  WHERE d.lane = w.old_lane AND d.due_at = w.old_due AND d.customer = w.number
    AND (w.lane, w.due_at) = (w.old_lane, w.old_due) AND (d.leased_until IS NOT NULL OR d.attempts > 0)
),
new_due AS (
  INSERT INTO due (lane, due_at, customer)
  SELECT lane, due_at, number FROM written
  WHERE due_at IS NOT NULL AND (lane, due_at) IS DISTINCT FROM (old_lane, old_due)
  ON CONFLICT (lane, due_at, customer) DO NOTHING
),
queued AS (
  INSERT INTO outbox (customer, key, receiver, ready_at, enqueued_at, effect)
  SELECT w.number, o.key, o.receiver, o.ready_at, $40::bigint, o.effect
  FROM unnest($41::int[], $42::text[], $43::text[], $44::bigint[], $45::bytea[])
    WITH ORDINALITY AS o (n, key, receiver, ready_at, effect, place) JOIN written w ON w.n = o.n
  ORDER BY o.place
  ON CONFLICT (customer, key) DO NOTHING
),
entered AS (
  INSERT INTO ledger (customer, key, programme, from_account, to_account, points, order_id, at)
  SELECT w.number, b.key, b.programme, b.from_account, b.to_account, b.points, b.order_id, b.at
  FROM booking b JOIN written w ON w.n = b.n
  ORDER BY b.place
),
listed AS (
  INSERT INTO messages (workspace, customer, key, channel, template, template_version, purpose, status, reason, at)
  SELECT w.workspace, w.number, m.key, m.channel, m.template, m.template_version, m.purpose, m.status, m.reason, m.at
  FROM unnest(
    $46::int[], $47::text[], $48::text[], $49::text[], $50::int[], $51::text[], $52::text[], $53::text[], $54::bigint[])
    WITH ORDINALITY AS m (n, key, channel, template, template_version, purpose, status, reason, at, place)
    JOIN written w ON w.n = m.n
  ORDER BY m.place
  ON CONFLICT (customer, key) DO UPDATE SET status = excluded.status, reason = excluded.reason, at = excluded.at
  WHERE messages.status = 'withheld'
),
suppression AS MATERIALIZED (
  SELECT w.workspace, w.number, s.channel, s.address, s.reason
  FROM unnest($56::int[], $57::text[], $58::text[], $59::text[]) AS s (n, channel, address, reason)
    JOIN written w ON w.n = s.n
),
suppressed AS (
  INSERT INTO suppressions (workspace, channel, address, customer, reason)
  SELECT workspace, channel, address, number, reason FROM suppression WHERE reason IS NOT NULL
  ON CONFLICT DO NOTHING
),
lifted AS (
  DELETE FROM suppressions d USING suppression s
  WHERE s.reason IS NULL AND d.workspace = s.workspace AND d.channel = s.channel AND d.address = s.address
    AND d.customer = s.number
)
SELECT t.n, coalesce(k.stored, 0) = t.expected, b.key, x.source, x.event_id, x.version, x.at, x.body_hash
  , k.number IS NOT NULL AND k.number NOT IN (SELECT number FROM held) -- careful
FROM turn t LEFT JOIN known k ON k.n = t.n LEFT JOIN booked b ON b.n = t.n LEFT JOIN taken x ON x.n = t.n
WHERE t.n NOT IN (SELECT n FROM written)
ORDER BY t.n, x.place
