-- Clearing away old effects must not look through all those that are still kept, while commits wait.
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE state = 1;
