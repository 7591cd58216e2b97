-- Sessions that an agent ended by signing out, until their cookies would be refused anyway.
CREATE TABLE ended_sessions (
  id text PRIMARY KEY,
  until bigint NOT NULL
);
