-- The organisation's people as the directory knows them, with the languages they were heard in.
CREATE TABLE person (
  id text PRIMARY KEY,
  upn text NOT NULL,
  display_name text NOT NULL,
  department text,
  manager_id text,
  last_message_language text CHECK (last_message_language IN ('ja', 'en')),
  chosen_language text CHECK (chosen_language IN ('ja', 'en')),
  mailbox_language text CHECK (mailbox_language IN ('ja', 'en')),
  client_language text CHECK (client_language IN ('ja', 'en')),
  -- When the directory last said something new of them.
  changed_at timestamptz NOT NULL
);
-- Not unique: the directory may hand a UPN from one person to the next within one reading.
CREATE INDEX person_upn ON person (lower(upn));
CREATE INDEX person_department ON person (department);
GRANT SELECT, INSERT, UPDATE, DELETE ON person TO zaitaku_app;

-- Whether and how a person is reached in chat.
CREATE TABLE conversation (
  person_id text PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('reachable', 'not-installed', 'blocked')),
  service_url text NOT NULL,
  conversation_id text NOT NULL,
  user_channel_id text NOT NULL,
  bot_channel_id text NOT NULL,
  channel_id text NOT NULL,
  changed_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON conversation TO zaitaku_app;

-- Cards that stand in chats and are kept up to date in place.
CREATE TABLE posted_card (
  id text PRIMARY KEY,
  person_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('approval', 'request', 'draft')),
  subject text NOT NULL,
  service_url text NOT NULL,
  conversation_id text NOT NULL,
  activity_id text NOT NULL,
  UNIQUE (conversation_id, activity_id)
);
CREATE INDEX posted_card_subject ON posted_card (kind, subject);
GRANT SELECT, INSERT, UPDATE, DELETE ON posted_card TO zaitaku_app;
