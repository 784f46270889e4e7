-- What was counted and never shown.
ALTER TABLE occurrence DROP COLUMN covers;

-- Whose DM a channel is; which cases are about a member, or about a session.
CREATE INDEX member_of_channel ON member (dm_channel_id) WHERE dm_channel_id IS NOT NULL;
CREATE INDEX queue_item_of_member ON queue_item (member_id);
CREATE INDEX queue_item_of_session ON queue_item (session_id) WHERE session_id IS NOT NULL;
