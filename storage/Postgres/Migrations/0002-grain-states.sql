-- Grains' states and the silos of a cluster, for Orleans' ADO.NET providers, which read the statements they run from
-- OrleansQuery. Tables and statements are our own; their names, parameters and result columns are the providers' contract.

CREATE TABLE OrleansQuery (
  QueryKey text PRIMARY KEY,
  QueryText text NOT NULL
);

-- One row a state, held by the key: of two first writers one fails. The key's text is never NULL, so that the key compares it;
-- the hashes that the provider sends are not needed. A cleared state has no payload and keeps its version.
CREATE TABLE OrleansStorage (
  GrainIdN0 bigint NOT NULL DEFAULT 0,
  GrainIdN1 bigint NOT NULL DEFAULT 0,
  ModifiedOn timestamptz NOT NULL DEFAULT now(),
  Version int NOT NULL,
  ServiceId text COLLATE "C" NOT NULL,
  GrainTypeString text COLLATE "C" NOT NULL,
  GrainIdExtensionString text COLLATE "C" NOT NULL DEFAULT '',
  PayloadBinary bytea,
  PRIMARY KEY (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString)
) WITH (fillfactor = 80);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
  SELECT PayloadBinary, Version FROM OrleansStorage
  WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainIdExtensionString = coalesce(@GrainIdExtensionString::text, '''')'),
('WriteToStorageKey', '
  WITH updated AS (
    UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, Version = Version + 1, ModifiedOn = now()
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
      AND GrainIdExtensionString = coalesce(@GrainIdExtensionString::text, '''') AND Version = @GrainStateVersion::int
    RETURNING Version
  ),
  inserted AS (
    INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, Version, PayloadBinary)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString::text, ''''), 1, @PayloadBinary
    WHERE @GrainStateVersion::int IS NULL
    ON CONFLICT DO NOTHING
    RETURNING Version
  )
  SELECT Version AS NewGrainStateVersion FROM updated UNION ALL SELECT Version FROM inserted'),
('ClearStorageKey', '
  UPDATE OrleansStorage SET PayloadBinary = NULL, Version = Version + 1, ModifiedOn = now()
  WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainIdExtensionString = coalesce(@GrainIdExtensionString::text, '''') AND Version = @GrainStateVersion::int
  RETURNING Version AS NewGrainStateVersion'),
('DeleteStorageKey', '
  DELETE FROM OrleansStorage
  WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainIdExtensionString = coalesce(@GrainIdExtensionString::text, '''') AND Version = @GrainStateVersion::int
  RETURNING Version + 1 AS NewGrainStateVersion');

-- Every change of the members bumps the deployment's version, and only who knows the present one may change: two silos never
-- both believe that they changed the same table.
CREATE TABLE OrleansMembershipVersionTable (
  DeploymentId text COLLATE "C" PRIMARY KEY,
  Timestamp timestamptz(3) NOT NULL DEFAULT now(),
  Version int NOT NULL DEFAULT 0
);

CREATE TABLE OrleansMembershipTable (
  DeploymentId text COLLATE "C" NOT NULL,
  Address text NOT NULL,
  Port int NOT NULL,
  Generation int NOT NULL,
  SiloName text NOT NULL,
  HostName text NOT NULL,
  Status int NOT NULL,
  ProxyPort int,
  SuspectTimes text,
  StartTime timestamptz(3) NOT NULL,
  IAmAliveTime timestamptz(3) NOT NULL,
  PRIMARY KEY (DeploymentId, Address, Port, Generation)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('GatewaysQueryKey', '
  SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable
  WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0'),
('MembershipReadRowKey', '
  SELECT m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
    m.IAmAliveTime, v.Version
  FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
    AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
  WHERE v.DeploymentId = @DeploymentId'),
('MembershipReadAllKey', '
  SELECT m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
    m.IAmAliveTime, v.Version
  FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
  WHERE v.DeploymentId = @DeploymentId'),
('InsertMembershipVersionKey', '
  WITH created AS (
    INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1
  )
  SELECT EXISTS (SELECT 1 FROM created)'),
('InsertMembershipKey', '
  WITH bumped AS (
    UPDATE OrleansMembershipVersionTable v SET Version = Version + 1, Timestamp = now()
    WHERE DeploymentId = @DeploymentId AND Version = @Version AND NOT EXISTS (
      SELECT 1 FROM OrleansMembershipTable m
      WHERE m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation)
    RETURNING DeploymentId
  ),
  inserted AS (
    INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort,
      StartTime, IAmAliveTime)
    SELECT DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    FROM bumped
    RETURNING 1
  )
  SELECT EXISTS (SELECT 1 FROM inserted)'),
('UpdateMembershipKey', '
  WITH bumped AS (
    UPDATE OrleansMembershipVersionTable v SET Version = Version + 1, Timestamp = now()
    WHERE DeploymentId = @DeploymentId AND Version = @Version AND EXISTS (
      SELECT 1 FROM OrleansMembershipTable m
      WHERE m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation)
    RETURNING DeploymentId
  ),
  updated AS (
    UPDATE OrleansMembershipTable m SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
    FROM bumped b
    WHERE m.DeploymentId = b.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
    RETURNING 1
  )
  SELECT EXISTS (SELECT 1 FROM updated)'),
('UpdateIAmAlivetimeKey', '
  UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
  WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation'),
('DeleteMembershipTableEntriesKey', '
  WITH members AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
  DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId'),
('CleanupDefunctSiloEntriesKey', '
  DELETE FROM OrleansMembershipTable
  WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3');
