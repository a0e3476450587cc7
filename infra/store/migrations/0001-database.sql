-- Whose database this is. One row, written by the first start: a start of another organisation or mode refuses.
CREATE TABLE zaitaku_database (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  organisation text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('demo', 'real'))
);
GRANT SELECT, INSERT ON zaitaku_database TO zaitaku_app;

-- Incoming activities and what was answered. The row is written in the transaction that does the activity's work:
-- a repeat during it waits on the primary key, a repeat after it reads the answer.
CREATE TABLE activity (
  key text PRIMARY KEY,
  claimed_at timestamptz NOT NULL,
  answer jsonb
);
CREATE INDEX activity_claimed_at ON activity (claimed_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON activity TO zaitaku_app;
