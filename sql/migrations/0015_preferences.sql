-- What people chose for themselves. Without a row the defaults hold: no direct messages.
create table preferences (
  slack_user_id text primary key,
  -- Their own accounts by direct message on the days of the digest.
  dm_digest boolean not null,
  updated_at timestamptz not null
);

-- The kind of the message whose thread this one belongs to, in the same channel and on the same day. It waits until
-- that message is posted.
alter table outbox add column thread_of text;
-- Where Slack put a message for a person: edits need the conversation, not the person.
alter table outbox add column posted_in text;
alter table outbox add column edited_at timestamptz;
