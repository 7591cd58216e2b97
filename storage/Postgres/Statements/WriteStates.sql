-- Many states, each only where its version is the expected one (NULL: none). Rows are locked in the order of their keys.
WITH given AS (
  SELECT * FROM unnest($2::text[], $3::text[], $4::int[], $5::bytea[])
    WITH ORDINALITY AS g (state, key, expected, payload, n)
),
held AS MATERIALIZED (
  SELECT g.n, s.Version FROM given g JOIN OrleansStorage s ON s.ServiceId = $1 AND s.GrainTypeString = g.state
    AND s.GrainIdN0 = 0 AND s.GrainIdN1 = 0 AND s.GrainIdExtensionString = g.key
  ORDER BY s.GrainTypeString, s.GrainIdExtensionString FOR UPDATE OF s
),
updated AS (
  UPDATE OrleansStorage s SET PayloadBinary = g.payload, Version = s.Version + 1, ModifiedOn = now()
  FROM given g JOIN held h ON h.n = g.n AND h.Version = g.expected
  WHERE s.ServiceId = $1 AND s.GrainTypeString = g.state AND s.GrainIdN0 = 0 AND s.GrainIdN1 = 0
    AND s.GrainIdExtensionString = g.key
  RETURNING g.n, s.Version
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
