-- Instants are whole ticks of 100 ns since 1970-01-01 UTC, exactly as the program counts them: what is read back is what was
-- written, and a repeat is given the very instant that the first one was given.

-- A workspace's text is written once; rows elsewhere hold its number.
CREATE TABLE workspace_numbers (
  number INTEGER PRIMARY KEY,
  workspace TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL DEFAULT 0,
  feed_position INTEGER NOT NULL DEFAULT 0
);

-- due_lane and due_at say where the customer's row in due is, so that no second index is needed there. The four counts make
-- a workspace's totals a sum over customers instead of over the journal.
CREATE TABLE customers (
  number INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL,
  customer_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  due_lane INTEGER,
  due_at INTEGER,
  events INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  follow_ups INTEGER NOT NULL,
  first_at INTEGER,
  last_at INTEGER,
  last_seen_at INTEGER NOT NULL,
  orders INTEGER NOT NULL,
  open_alerts INTEGER NOT NULL,
  points_pending INTEGER NOT NULL,
  points_available INTEGER NOT NULL,
  name TEXT,
  email TEXT,
  UNIQUE (workspace, customer_id)
);

-- Appended in the order of arrival, so that one commit of many customers writes few pages; the two indexes stay small.
-- kind: 1 event, 2 follow-up, 3 act.
CREATE TABLE journal (
  row INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  fact_count INTEGER NOT NULL,
  workspace INTEGER,
  source TEXT,
  event_id TEXT,
  event_type TEXT,
  occurred_at INTEGER,
  body_hash BLOB,
  input BLOB NOT NULL,
  facts BLOB NOT NULL
);

CREATE UNIQUE INDEX journal_versions ON journal (customer, version);

-- An event is taken once in its workspace, whoever the customer. This is the promise, kept by the database.
CREATE UNIQUE INDEX event_keys ON journal (workspace, source, event_id) WHERE event_id IS NOT NULL;

-- lane: 0 is the live one, others are the number of their rehearsal workspace.
CREATE TABLE due (
  lane INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  customer INTEGER NOT NULL,
  leased_until INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (lane, due_at, customer)
) WITHOUT ROWID;

-- state: 0 waiting, 1 done, 2 given up. ready_at is when the row may be taken next: first its not-before, then its lease's
-- end or its next try. claimed stays set until the claim is settled, so an interrupted one is seen.
CREATE TABLE outbox (
  row INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL,
  key TEXT NOT NULL,
  receiver TEXT NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,
  ready_at INTEGER NOT NULL,
  claimed INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  enqueued_at INTEGER NOT NULL,
  ended_at INTEGER,
  error TEXT,
  effect BLOB NOT NULL,
  UNIQUE (customer, key)
);

CREATE INDEX outbox_queue ON outbox (receiver, ready_at) WHERE state = 0;
CREATE INDEX outbox_given_up ON outbox (state) WHERE state = 2;

CREATE TABLE ledger (
  row INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL,
  key TEXT NOT NULL,
  programme TEXT NOT NULL,
  from_account TEXT NOT NULL,
  to_account TEXT NOT NULL,
  points INTEGER NOT NULL,
  order_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (customer, key)
);

CREATE TABLE messages (
  row INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL,
  customer INTEGER NOT NULL,
  key TEXT NOT NULL,
  channel TEXT NOT NULL,
  template TEXT NOT NULL,
  template_version INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  at INTEGER NOT NULL,
  sent_at INTEGER,
  receipt TEXT,
  UNIQUE (customer, key)
);

CREATE INDEX messages_of_workspace ON messages (workspace);

CREATE TABLE feed (
  workspace INTEGER NOT NULL,
  position INTEGER NOT NULL,
  customer_id TEXT NOT NULL,
  key TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  item BLOB NOT NULL,
  PRIMARY KEY (workspace, position)
) WITHOUT ROWID;

CREATE UNIQUE INDEX feed_keys ON feed (workspace, customer_id, key);
CREATE INDEX feed_of_alert ON feed (workspace, alert_id);

-- status: 1 open, 2 claimed, 3 resolved. severity: 1 low to 4 critical. changed_at keeps an item that arrives late from
-- undoing what came after it.
CREATE TABLE alerts (
  workspace INTEGER NOT NULL,
  position INTEGER NOT NULL,
  alert_id TEXT NOT NULL,
  last_position INTEGER NOT NULL,
  customer_id TEXT NOT NULL,
  severity INTEGER NOT NULL,
  status INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  claimed_by TEXT,
  resolution TEXT,
  raised BLOB NOT NULL,
  PRIMARY KEY (workspace, position)
) WITHOUT ROWID;

CREATE UNIQUE INDEX alert_ids ON alerts (workspace, alert_id);

CREATE TABLE definitions (
  workspace INTEGER NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (workspace, kind, id, version)
);

CREATE TABLE workspaces (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  rehearsal INTEGER NOT NULL,
  clock INTEGER,
  time_zone TEXT NOT NULL,
  locale TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  workspace TEXT,
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) WITHOUT ROWID;

CREATE TABLE agents (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  stamp TEXT NOT NULL,
  failed_sign_ins INTEGER NOT NULL,
  locked_until INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, name)
) WITHOUT ROWID;
