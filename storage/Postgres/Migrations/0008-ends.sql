-- owner: the process that claimed the row, by a number that each draws when it opens the database; null when there is no claim
-- or the process has given it back. ends: processes that ended with the row in their hands; lone_ends: those that had nothing
-- else in them. state 3 of an effect, and lane -1 of a customer, is set apart by such an end; lane -2 is a customer given up.
ALTER TABLE outbox ADD COLUMN owner bigint;
ALTER TABLE outbox ADD COLUMN ends int NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN lone_ends int NOT NULL DEFAULT 0;
CREATE INDEX outbox_apart ON outbox (lone_ends, ready_at, row) WHERE state = 3;

ALTER TABLE due ADD COLUMN owner bigint;
ALTER TABLE due ADD COLUMN ends int NOT NULL DEFAULT 0;
ALTER TABLE due ADD COLUMN lone_ends int NOT NULL DEFAULT 0;
