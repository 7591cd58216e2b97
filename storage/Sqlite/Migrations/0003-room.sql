-- Nothing stays here: a health check that doubts the disk writes something of size and takes it back.
CREATE TABLE room (bytes BLOB NOT NULL);
