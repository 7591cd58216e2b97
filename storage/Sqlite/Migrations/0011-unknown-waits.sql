-- Journeys of a customer that wait for something nobody knows; rows that are there already tell with their next commit.
ALTER TABLE customers ADD COLUMN unknown_waits INTEGER NOT NULL DEFAULT 0;
CREATE INDEX customers_unknown_waits ON customers (workspace, customer_id) WHERE unknown_waits > 0;
