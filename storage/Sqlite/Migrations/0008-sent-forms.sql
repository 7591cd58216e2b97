-- What left is known by where it went and by a hash of its bytes. Addresses that get nothing more are asked by address, since
-- two customers may have the same one; they are written in capitals, as addresses are compared.
ALTER TABLE messages ADD COLUMN went_to TEXT;
ALTER TABLE messages ADD COLUMN sha256 TEXT;

CREATE TABLE suppressions (
  workspace INTEGER NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  customer INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (workspace, channel, address, customer)
) WITHOUT ROWID;
