-- What managers set for their server; NULL is the operator's default, or that there is none.
ALTER TABLE clinic ADD COLUMN staff_role_id INTEGER;
ALTER TABLE clinic ADD COLUMN alerts_channel_id INTEGER;
ALTER TABLE clinic ADD COLUMN fallback_channel_id INTEGER;
ALTER TABLE clinic ADD COLUMN directions TEXT;
ALTER TABLE clinic ADD COLUMN booking_link TEXT;

-- Whether a member lets this clinic's staff see their scores, and their private thread there.
ALTER TABLE membership ADD COLUMN sharing INTEGER NOT NULL DEFAULT 0 CHECK (sharing IN (0, 1));
ALTER TABLE membership ADD COLUMN thread_id INTEGER;

ALTER TABLE session ADD COLUMN length_min INTEGER CHECK (length_min BETWEEN 5 AND 480);
-- Grows with every move, as calendars want it (RFC 5545, SEQUENCE).
ALTER TABLE session ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
-- The plan that hangs on it, by its id in the content file; NULL: none.
ALTER TABLE session ADD COLUMN plan TEXT;
-- Session place_in_course of course_sessions; both NULL: no course.
ALTER TABLE session ADD COLUMN place_in_course INTEGER CHECK (place_in_course >= 1);
ALTER TABLE session ADD COLUMN course_sessions INTEGER CHECK (course_sessions >= place_in_course);

-- A schedule that hangs on a session moves, stops and is replaced with it.
ALTER TABLE schedule ADD COLUMN session_id INTEGER REFERENCES session (id) ON DELETE CASCADE;
CREATE INDEX schedule_of_session ON schedule (session_id) WHERE session_id IS NOT NULL;

-- The session a case on the queue is about, where it is about one.
ALTER TABLE queue_item ADD COLUMN session_id INTEGER REFERENCES session (id) ON DELETE CASCADE;
DROP INDEX queue_item_once;
CREATE UNIQUE INDEX queue_item_once ON queue_item (
    clinic_id, member_id, reason, COALESCE(session_id, 0)) WHERE state <> 'done';

-- Each look of somebody of the staff at a member's card, for the member to see.
CREATE TABLE look (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    clinic_id INTEGER NOT NULL REFERENCES clinic (id) ON DELETE CASCADE,
    staff_id  INTEGER NOT NULL,
    scores    INTEGER NOT NULL CHECK (scores IN (0, 1)),
    looked_at INTEGER NOT NULL
) STRICT;

CREATE INDEX look_at_member ON look (member_id, clinic_id, looked_at);
