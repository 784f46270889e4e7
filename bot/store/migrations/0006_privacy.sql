-- What is still in Discord of members whose rows are gone: taken away one by one, each row with it.
CREATE TABLE remnant (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    -- dm: all that the bot wrote in this channel; thread: the thread itself; message: this one
    what       TEXT NOT NULL CHECK (what IN ('dm', 'thread', 'message')),
    channel_id INTEGER NOT NULL,
    message_id INTEGER,
    -- not before: what was on its way when the rows went has arrived by then
    ready_at   INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    CHECK ((what = 'message') = (message_id IS NOT NULL))
) STRICT;

-- When Discord last said that they are in the server, and since when they are not.
ALTER TABLE membership ADD COLUMN seen_at INTEGER;
ALTER TABLE membership ADD COLUMN left_at INTEGER;

-- Since when the bot is not in this server.
ALTER TABLE clinic ADD COLUMN removed_at INTEGER;
