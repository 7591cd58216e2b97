-- The same tables as on SQLite. Instants are whole ticks of 100 ns since 1970-01-01 UTC, exactly as the program counts them;
-- to read one: to_timestamp(at / 1e7).

-- A workspace's text is written once; rows elsewhere hold its number.
CREATE TABLE workspace_numbers (
  number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text COLLATE "C" NOT NULL UNIQUE,
  revision bigint NOT NULL DEFAULT 0,
  feed_position bigint NOT NULL DEFAULT 0
);

-- due_lane and due_at say where the customer's row in due is, so that no second index is needed there. The four counts make
-- a workspace's totals a sum over customers instead of over the journal. No column that changes is indexed, and pages keep
-- room: an update stays in its page and touches no index.
CREATE TABLE customers (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version bigint NOT NULL,
  due_at bigint,
  first_at bigint,
  last_at bigint,
  last_seen_at bigint NOT NULL,
  points_pending bigint NOT NULL,
  points_available bigint NOT NULL,
  workspace int NOT NULL,
  due_lane int,
  events int NOT NULL,
  facts int NOT NULL,
  follow_ups int NOT NULL,
  orders int NOT NULL,
  open_alerts int NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  name text,
  email text,
  UNIQUE (workspace, customer_id)
) WITH (fillfactor = 80);

-- Appended in the order of arrival. kind: 1 event, 2 follow-up, 3 act.
CREATE TABLE journal (
  customer bigint NOT NULL,
  version bigint NOT NULL,
  at bigint NOT NULL,
  revision bigint NOT NULL,
  occurred_at bigint,
  fact_count int NOT NULL,
  workspace int,
  kind smallint NOT NULL,
  body_hash uuid,
  source text COLLATE "C",
  event_id text COLLATE "C",
  event_type text,
  input bytea NOT NULL,
  facts bytea NOT NULL,
  PRIMARY KEY (customer, version)
);

-- An event is taken once in its workspace, whoever the customer. This is the promise, kept by the database.
CREATE UNIQUE INDEX event_keys ON journal (workspace, source, event_id) WHERE event_id IS NOT NULL;

-- lane: 0 is the live one, others are the number of their rehearsal workspace.
CREATE TABLE due (
  due_at bigint NOT NULL,
  customer bigint NOT NULL,
  leased_until bigint,
  lane int NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  PRIMARY KEY (lane, due_at, customer)
);

-- state: 0 waiting, 1 done, 2 given up. ready_at is when the row may be taken next: first its not-before, then its lease's
-- end or its next try. claimed stays set until the claim is settled, so an interrupted one is seen.
CREATE TABLE outbox (
  row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer bigint NOT NULL,
  ready_at bigint NOT NULL,
  enqueued_at bigint NOT NULL,
  ended_at bigint,
  attempts int NOT NULL DEFAULT 0,
  state smallint NOT NULL DEFAULT 0,
  claimed boolean NOT NULL DEFAULT false,
  key text COLLATE "C" NOT NULL,
  receiver text COLLATE "C" NOT NULL,
  error text,
  effect bytea NOT NULL,
  UNIQUE (customer, key)
);

CREATE INDEX outbox_queue ON outbox (receiver, ready_at, row) WHERE state = 0;
CREATE INDEX outbox_given_up ON outbox (row) WHERE state = 2;

CREATE TABLE ledger (
  row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer bigint NOT NULL,
  points bigint NOT NULL,
  at bigint NOT NULL,
  key text COLLATE "C" NOT NULL,
  programme text NOT NULL,
  from_account text NOT NULL,
  to_account text NOT NULL,
  order_id text NOT NULL,
  UNIQUE (customer, key)
);

CREATE TABLE messages (
  row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer bigint NOT NULL,
  at bigint NOT NULL,
  sent_at bigint,
  workspace int NOT NULL,
  template_version int NOT NULL,
  key text COLLATE "C" NOT NULL,
  channel text NOT NULL,
  template text COLLATE "C" NOT NULL,
  purpose text NOT NULL,
  status text NOT NULL,
  reason text,
  receipt text,
  UNIQUE (customer, key)
);

CREATE INDEX messages_of_workspace ON messages (workspace, row);

CREATE TABLE feed (
  position bigint NOT NULL,
  workspace int NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  alert_id text COLLATE "C" NOT NULL,
  item bytea NOT NULL,
  PRIMARY KEY (workspace, position),
  UNIQUE (workspace, customer_id, key)
);

CREATE INDEX feed_of_alert ON feed (workspace, alert_id);

-- status: 1 open, 2 claimed, 3 resolved. severity: 1 low to 4 critical. changed_at keeps an item that arrives late from
-- undoing what came after it.
CREATE TABLE alerts (
  position bigint NOT NULL,
  last_position bigint NOT NULL,
  changed_at bigint NOT NULL,
  workspace int NOT NULL,
  severity smallint NOT NULL,
  status smallint NOT NULL,
  alert_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  claimed_by text,
  resolution text,
  raised bytea NOT NULL,
  PRIMARY KEY (workspace, position),
  UNIQUE (workspace, alert_id)
);

CREATE TABLE definitions (
  revision bigint NOT NULL,
  at bigint NOT NULL,
  workspace int NOT NULL,
  version int NOT NULL,
  kind text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  author text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (workspace, kind, id, version)
);

CREATE TABLE workspaces (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  rehearsal boolean NOT NULL,
  clock bigint,
  time_zone text NOT NULL,
  locale text NOT NULL,
  created_at bigint NOT NULL
);

CREATE TABLE api_keys (
  id text COLLATE "C" PRIMARY KEY,
  workspace text COLLATE "C",
  name text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  scopes text NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint
);

CREATE TABLE agents (
  workspace text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  password_hash text NOT NULL,
  stamp text NOT NULL,
  failed_sign_ins int NOT NULL,
  locked_until bigint,
  created_at bigint NOT NULL,
  PRIMARY KEY (workspace, name)
);
