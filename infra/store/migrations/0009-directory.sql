-- What the directory says besides, and since when it no longer has a person, or has their account disabled.
ALTER TABLE person ADD COLUMN job_title text, ADD COLUMN gone_at timestamptz;

-- How far the directory has been read. One row.
CREATE TABLE directory_look (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  -- Where the next reading of changes goes on; null where everybody has to be read.
  changes_token text,
  looked_at timestamptz NOT NULL,
  everybody_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_look TO zaitaku_app;
