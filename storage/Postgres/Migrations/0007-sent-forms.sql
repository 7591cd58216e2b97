-- What left is known by where it went and by a hash of its bytes. Addresses that get nothing more are asked by address, since
-- two customers may have the same one; they are written in capitals, as addresses are compared.
ALTER TABLE messages ADD COLUMN went_to text;
ALTER TABLE messages ADD COLUMN sha256 text;

CREATE TABLE suppressions (
  customer bigint NOT NULL,
  workspace int NOT NULL,
  channel text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (workspace, channel, address, customer)
);
