-- Where there were several brands, the first by id was every message's. It stays so until somebody chooses.
INSERT INTO definitions (workspace, kind, id, version, revision, author, at, text)
SELECT workspace, 'standing', 'default-brand', 1, max(revision), 'engagement', max(at), min(id)
FROM definitions WHERE kind = 'brand' GROUP BY workspace HAVING count(DISTINCT id) > 1;
