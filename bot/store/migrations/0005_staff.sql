-- What staff prepared for their clinic: shown first, kept when saved, and how it was before.
CREATE TABLE clinic_change (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    clinic_id  INTEGER NOT NULL REFERENCES clinic (id) ON DELETE CASCADE,
    -- the Discord id of who prepared it
    staff_id   INTEGER NOT NULL,
    -- "setup", or the kind of a schedule
    subject    TEXT NOT NULL,
    before     TEXT NOT NULL,
    after      TEXT NOT NULL,
    drafted_at INTEGER NOT NULL,
    saved_at   INTEGER,
    undone_at  INTEGER
) STRICT;

CREATE INDEX clinic_change_of_clinic ON clinic_change (clinic_id, subject, id);

-- For a clinic's numbers: all that they are counted from, so that no row is read.
CREATE INDEX occurrence_past ON occurrence (send_after_at, state, schedule_id, attempt_at)
    WHERE state IN ('sent', 'answered', 'unreachable');

-- In which language the bot speaks in the server's channels: that of who set them up.
ALTER TABLE clinic ADD COLUMN locale TEXT;
