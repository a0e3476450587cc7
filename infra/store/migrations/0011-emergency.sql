-- How far what an emergency brings about has come: everybody in its scope told, waiting requests approved, told of its
-- end. Written with each batch, so that a batch that is repeated tells nobody twice.
CREATE TABLE emergency_progress (
  emergency_id text NOT NULL REFERENCES emergency (id),
  step text NOT NULL CHECK (step IN ('tell', 'approve', 'tell-end')),
  -- The last person dealt with, in the order of their ids.
  reached text,
  counts jsonb NOT NULL DEFAULT '{}',
  done boolean NOT NULL DEFAULT false,
  PRIMARY KEY (emergency_id, step)
);
GRANT SELECT, INSERT, UPDATE ON emergency_progress TO zaitaku_app;
