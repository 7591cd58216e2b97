-- Many states, each only where its version is the expected one (NULL: none). Rows are locked in the order of their
-- keys.
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($2::text[], $3::text[], $4::int[], $5::bytea[])
    WITH ORDINALITY AS g (state, key, expected, payload, n)
),
held AS MATERIALIZED (
  SELECT g.*, s.Version AS stored
  FROM given g JOIN OrleansStorage s ON s.ServiceId = $1 AND s.GrainTypeString = g.state
    AND s.GrainIdN0 = 0 AND s.GrainIdN1 = 0 AND s.GrainIdExtensionString = g.key
  WHERE g.expected IS NOT NULL
  ORDER BY s.GrainTypeString, s.GrainIdExtensionString FOR UPDATE OF s
),
updated AS (
  UPDATE OrleansStorage s SET PayloadBinary = h.payload, Version = h.stored + 1, ModifiedOn = now() FROM held h
  WHERE h.stored = h.expected AND s.ServiceId = $1 AND s.GrainTypeString = h.state
    AND s.GrainIdN0 = 0 AND s.GrainIdN1 = 0 AND s.GrainIdExtensionString = h.key
  RETURNING h.n, s.Version
),
inserted AS (
  INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdExtensionString, Version, PayloadBinary)
  SELECT $1, state, key, 1, payload FROM given WHERE expected IS NULL ORDER BY state, key
  ON CONFLICT DO NOTHING
  RETURNING GrainTypeString, GrainIdExtensionString, Version
)
SELECT n, Version FROM updated
UNION ALL
SELECT g.n, i.Version FROM inserted i JOIN given g ON g.state = i.GrainTypeString AND g.key = i.GrainIdExtensionString
