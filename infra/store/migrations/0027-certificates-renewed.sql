-- The certificates themselves, where a renewal has to say the same as they do: those had by EST. Nothing secret is in them.
CREATE TABLE certificate_der (
  serial text PRIMARY KEY REFERENCES certificate (serial),
  der bytea NOT NULL
);
GRANT SELECT, INSERT ON certificate_der TO zaitaku_app;
