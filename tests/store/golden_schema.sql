CREATE TABLE change (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    -- "settings", or the kind of a schedule
    subject   TEXT NOT NULL,
    before    TEXT NOT NULL,
    made_at   INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;

CREATE INDEX change_of_member ON change (member_id, subject, id);

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

CREATE TABLE choice (
    checkin_id INTEGER NOT NULL REFERENCES checkin (id) ON DELETE CASCADE,
    question   TEXT NOT NULL,
    choice     TEXT NOT NULL,
    PRIMARY KEY (checkin_id, question, choice)
) STRICT, WITHOUT ROWID;

CREATE TABLE clinic (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    discord_id     INTEGER NOT NULL UNIQUE,
    zone           TEXT NOT NULL,
    emergency_text TEXT,
    crisis_text    TEXT,
    contact_text   TEXT,
    created_at     INTEGER NOT NULL
, comfort INTEGER NOT NULL DEFAULT 0 CHECK (comfort IN (0, 1)), staff_role_id INTEGER, alerts_channel_id INTEGER, fallback_channel_id INTEGER, directions TEXT, booking_link TEXT, locale TEXT, removed_at INTEGER) STRICT;

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

CREATE TABLE consent (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    clinic_id INTEGER NOT NULL REFERENCES clinic (id) ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    given     INTEGER NOT NULL CHECK (given IN (0, 1)),
    version   INTEGER NOT NULL,
    place     TEXT NOT NULL CHECK (place IN ('server', 'panel', 'dm')),
    noted_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX consent_of_member ON consent (member_id, clinic_id, kind, id);

CREATE TABLE delivery (
    occurrence_id INTEGER NOT NULL REFERENCES occurrence (id) ON DELETE CASCADE,
    step          INTEGER NOT NULL,
    channel_id    INTEGER,
    message_id    INTEGER,
    sent_at       INTEGER NOT NULL,
    PRIMARY KEY (occurrence_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE look (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    clinic_id INTEGER NOT NULL REFERENCES clinic (id) ON DELETE CASCADE,
    staff_id  INTEGER NOT NULL,
    scores    INTEGER NOT NULL CHECK (scores IN (0, 1)),
    looked_at INTEGER NOT NULL
) STRICT;

CREATE INDEX look_at_member ON look (member_id, clinic_id, looked_at);

CREATE TABLE member (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    discord_id       INTEGER NOT NULL UNIQUE,
    dm_channel_id    INTEGER,
    locale           TEXT NOT NULL,
    zone             TEXT NOT NULL,
    -- both NULL: no quiet hours
    quiet_from_min   INTEGER CHECK (quiet_from_min BETWEEN 0 AND 1439),
    quiet_until_min  INTEGER CHECK (quiet_until_min BETWEEN 0 AND 1439),
    daily_limit      INTEGER NOT NULL CHECK (daily_limit BETWEEN 1 AND 24),
    discreet         INTEGER NOT NULL DEFAULT 1 CHECK (discreet IN (0, 1)),
    fallback         INTEGER NOT NULL DEFAULT 0 CHECK (fallback IN (0, 1)),
    stopped_at       INTEGER,
    paused_until_at  INTEGER,
    -- since when Discord refuses our messages to this member
    unreachable_at   INTEGER,
    -- when typed text was last answered, so that it is answered at most once an hour
    text_answered_at INTEGER,
    -- until when what they typed was certainly heard
    heard_at         INTEGER NOT NULL,
    created_at       INTEGER NOT NULL, language TEXT,
    CHECK ((quiet_from_min IS NULL) = (quiet_until_min IS NULL))
) STRICT;

CREATE INDEX member_of_channel ON member (dm_channel_id) WHERE dm_channel_id IS NOT NULL;

CREATE TABLE membership (
    member_id   INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    clinic_id   INTEGER NOT NULL REFERENCES clinic (id) ON DELETE CASCADE,
    state       TEXT NOT NULL CHECK (state IN ('agreed', 'stopped', 'left')),
    invitations INTEGER NOT NULL DEFAULT 0 CHECK (invitations IN (0, 1)),
    changed_at  INTEGER NOT NULL, sharing INTEGER NOT NULL DEFAULT 0 CHECK (sharing IN (0, 1)), thread_id INTEGER, seen_at INTEGER, left_at INTEGER,
    PRIMARY KEY (member_id, clinic_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX membership_of_clinic ON membership (clinic_id, state);

CREATE TABLE migration (
    number     INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    checksum   TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE occurrence (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    schedule_id    INTEGER NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
    -- the local date and time that names it, YYYY-MM-DDTHH:MM
    slot           TEXT NOT NULL,
    due_at         INTEGER NOT NULL,
    -- due_at, or the end of quiet hours or of a snooze: lateness counts from here
    send_after_at  INTEGER NOT NULL,
    -- send_after_at, or the time of the next try
    ready_at       INTEGER NOT NULL,
    lane           INTEGER NOT NULL CHECK (lane BETWEEN 1 AND 4),
    state          TEXT NOT NULL CHECK (state IN (
        'queued', 'sending', 'sent', 'answered', 'stale', 'unreachable', 'failed', 'dropped')),
    step           INTEGER NOT NULL DEFAULT 1 CHECK (step >= 1),
    -- how many slots this one stands for: more than one after an outage or a merge
    attempts       INTEGER NOT NULL DEFAULT 0,
    attempt_at     INTEGER,
    -- the first attempt whose outcome nobody knows
    doubt_since_at INTEGER,
    -- which prompt or card it shows
    item           TEXT,
    answer         TEXT,
    answered_at    INTEGER,
    end_reason     TEXT,
    UNIQUE (schedule_id, slot)
) STRICT;

CREATE INDEX occurrence_in_doubt ON occurrence (doubt_since_at)
    WHERE state = 'queued' AND doubt_since_at IS NOT NULL;

CREATE INDEX occurrence_past ON occurrence (send_after_at, state, schedule_id, attempt_at)
    WHERE state IN ('sent', 'answered', 'unreachable');

CREATE INDEX occurrence_question ON occurrence (schedule_id) WHERE item = '?';

CREATE INDEX occurrence_queued ON occurrence (lane, ready_at) WHERE state = 'queued';

CREATE INDEX occurrence_sending ON occurrence (attempt_at) WHERE state = 'sending';

CREATE INDEX occurrence_unreachable ON occurrence (schedule_id) WHERE state = 'unreachable';

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
, session_id INTEGER REFERENCES session (id) ON DELETE CASCADE) STRICT;

CREATE INDEX queue_item_of_clinic ON queue_item (clinic_id, state, created_at);

CREATE INDEX queue_item_of_member ON queue_item (member_id);

CREATE INDEX queue_item_of_session ON queue_item (session_id) WHERE session_id IS NOT NULL;

CREATE UNIQUE INDEX queue_item_once ON queue_item (
    clinic_id, member_id, reason, COALESCE(session_id, 0)) WHERE state <> 'done';

CREATE TABLE remnant (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    -- dm: what the bot wrote in this channel before_at; thread: the thread itself; message: this one
    what       TEXT NOT NULL CHECK (what IN ('dm', 'thread', 'message')),
    channel_id INTEGER NOT NULL,
    message_id INTEGER,
    -- what was on its way when the rows went has arrived by then
    before_at  INTEGER NOT NULL,
    -- before_at, or the time of the next try
    ready_at   INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    CHECK ((what = 'message') = (message_id IS NOT NULL))
) STRICT;

CREATE TABLE schedule (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,
    member_id   INTEGER REFERENCES member (id) ON DELETE CASCADE,
    clinic_id   INTEGER REFERENCES clinic (id) ON DELETE CASCADE,
    -- what was asked for, as the kind writes it (JSON); rule follows from it and the settings
    wish        TEXT NOT NULL,
    rule        TEXT,
    status      TEXT NOT NULL CHECK (status IN ('active', 'paused', 'ended')),
    end_reason  TEXT,
    next_slot   TEXT,
    next_due_at INTEGER,
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL, session_id INTEGER REFERENCES session (id) ON DELETE CASCADE, rested INTEGER NOT NULL DEFAULT 0 CHECK (rested IN (0, 1)),
    CHECK (member_id IS NOT NULL OR clinic_id IS NOT NULL),
    CHECK ((next_slot IS NULL) = (next_due_at IS NULL))
) STRICT;

CREATE INDEX schedule_due ON schedule (next_due_at) WHERE status = 'active';

CREATE INDEX schedule_of_clinic ON schedule (clinic_id, kind, status);

CREATE INDEX schedule_of_member ON schedule (member_id, kind, status);

CREATE INDEX schedule_of_session ON schedule (session_id) WHERE session_id IS NOT NULL;

CREATE TABLE score (
    checkin_id INTEGER NOT NULL REFERENCES checkin (id) ON DELETE CASCADE,
    question   TEXT NOT NULL,
    value      INTEGER NOT NULL CHECK (value BETWEEN 0 AND 10),
    PRIMARY KEY (checkin_id, question)
) STRICT, WITHOUT ROWID;

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
, length_min INTEGER CHECK (length_min BETWEEN 5 AND 480), sequence INTEGER NOT NULL DEFAULT 0, plan TEXT, place_in_course INTEGER CHECK (place_in_course >= 1), course_sessions INTEGER CHECK (course_sessions >= place_in_course)) STRICT;

CREATE INDEX session_of_clinic ON session (clinic_id, state, starts_at);

CREATE INDEX session_of_member ON session (member_id, starts_at);

CREATE TABLE shown (
    member_id INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    item      TEXT NOT NULL,
    shown_at  INTEGER NOT NULL,
    PRIMARY KEY (member_id, kind)
) STRICT, WITHOUT ROWID;

