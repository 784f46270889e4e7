-- What is still in Discord of members whose rows are gone: taken away one by one, each row with it.
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

-- When Discord last said whether they are in the server, and since when they are not.
ALTER TABLE membership ADD COLUMN seen_at INTEGER;
ALTER TABLE membership ADD COLUMN left_at INTEGER;

-- Since when the bot is not in this server.
ALTER TABLE clinic ADD COLUMN removed_at INTEGER;

-- Whether its member had paused it when it ended: what comes back rests again.
ALTER TABLE schedule ADD COLUMN rested INTEGER NOT NULL DEFAULT 0 CHECK (rested IN (0, 1));
