-- Grains' states, in the layout of Orleans' ADO.NET provider. The key's text is in GrainIdExtensionString and the numbers are
-- 0: a key that reads as a number or a GUID is kept as the text that it is. A cleared state has no payload and keeps its
-- version.
CREATE TABLE OrleansStorage (
  row INTEGER PRIMARY KEY,
  ServiceId TEXT NOT NULL,
  GrainTypeString TEXT NOT NULL,
  GrainIdN0 INTEGER NOT NULL DEFAULT 0,
  GrainIdN1 INTEGER NOT NULL DEFAULT 0,
  GrainIdExtensionString TEXT NOT NULL,
  Version INTEGER NOT NULL,
  ModifiedOn INTEGER NOT NULL,
  PayloadBinary BLOB,
  UNIQUE (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString)
);
