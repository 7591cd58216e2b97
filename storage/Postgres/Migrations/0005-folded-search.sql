-- What a customer is found by, without case and accents, where that is more than lower case in ASCII; else null. Rows
-- that are there already are filled in the same transaction, by the program.
ALTER TABLE customers ADD COLUMN folded text COLLATE "C";
