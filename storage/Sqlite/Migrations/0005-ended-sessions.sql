-- Sessions that an agent ended by signing out, until their cookies would be refused anyway.
CREATE TABLE ended_sessions (
  id TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) WITHOUT ROWID;
