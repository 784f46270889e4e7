-- What a member answered. One row for each time they were asked and answered: origin names it, o and
-- an occurrence's number, or n and the number of the interaction by which they asked themselves.
CREATE TABLE checkin (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id   INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL,
    origin      TEXT NOT NULL,
    asked_at    INTEGER NOT NULL,
    answered_at INTEGER NOT NULL,
    -- the member's wall clock at answered_at, YYYY-MM-DDTHH:MM: the day the answer counts for
    local_at    TEXT NOT NULL,
    changed_at  INTEGER NOT NULL,
    UNIQUE (member_id, origin)
) STRICT;

CREATE INDEX checkin_of_member ON checkin (member_id, answered_at);

-- A question nobody answered has no row.
CREATE TABLE score (
    checkin_id INTEGER NOT NULL REFERENCES checkin (id) ON DELETE CASCADE,
    question   TEXT NOT NULL,
    value      INTEGER NOT NULL CHECK (value BETWEEN 0 AND 10),
    PRIMARY KEY (checkin_id, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE choice (
    checkin_id INTEGER NOT NULL REFERENCES checkin (id) ON DELETE CASCADE,
    question   TEXT NOT NULL,
    choice     TEXT NOT NULL,
    PRIMARY KEY (checkin_id, question, choice)
) STRICT, WITHOUT ROWID;

-- A massage session, booked or logged. The clinic's wall clock and zone are what was agreed on;
-- starts_at follows from them.
CREATE TABLE session (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    clinic_id  INTEGER NOT NULL REFERENCES clinic (id) ON DELETE CASCADE,
    member_id  INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    local_at   TEXT NOT NULL,
    zone       TEXT NOT NULL,
    starts_at  INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('booked', 'held', 'no_show', 'cancelled')),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX session_of_member ON session (member_id, starts_at);
CREATE INDEX session_of_clinic ON session (clinic_id, state, starts_at);

-- What waits for a person of the clinic. It never holds a score.
CREATE TABLE queue_item (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    clinic_id  INTEGER NOT NULL REFERENCES clinic (id) ON DELETE CASCADE,
    member_id  INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    reason     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'taken', 'done')),
    -- the Discord id of the person of the staff who took it or was done with it
    staff_id   INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

-- Asking twice is asking once.
CREATE UNIQUE INDEX queue_item_once ON queue_item (clinic_id, member_id, reason)
    WHERE state <> 'done';
CREATE INDEX queue_item_of_clinic ON queue_item (clinic_id, state, created_at);

-- Whether check-ins ask members of this clinic about pain.
ALTER TABLE clinic ADD COLUMN comfort INTEGER NOT NULL DEFAULT 0 CHECK (comfort IN (0, 1));

-- Few occurrences are the question whether prompts shall go on, and every claim asks for them.
CREATE INDEX occurrence_question ON occurrence (schedule_id) WHERE item = '?';
