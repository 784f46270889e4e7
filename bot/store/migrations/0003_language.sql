-- The language a member chose; NULL: that of their Discord client, as last seen (locale).
ALTER TABLE member ADD COLUMN language TEXT;
