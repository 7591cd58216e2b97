-- Endpoints of webhooks that were made while the product ran. Each change is a row and the newest counts, without a url it
-- was removed; secrets are texts with blanks between them, and rows that count no more have none.
CREATE TABLE webhooks (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  url TEXT,
  secrets TEXT NOT NULL,
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (workspace, name, version)
) WITHOUT ROWID;
