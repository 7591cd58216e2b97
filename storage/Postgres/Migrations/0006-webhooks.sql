-- Endpoints of webhooks that were made while the product ran. Each change is a row and the newest counts, without a url it
-- was removed; secrets are texts with blanks between them, and rows that count no more have none.
CREATE TABLE webhooks (
  workspace text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  version int NOT NULL,
  url text,
  secrets text NOT NULL,
  author text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (workspace, name, version)
);
