-- Devices on which people were seen to use licences that are bound to devices, each until nothing binds it any more.
CREATE TABLE licence_device (
  licence_id text NOT NULL,
  person_id text NOT NULL,
  device text NOT NULL,
  first_seen timestamptz NOT NULL,
  bound_until timestamptz NOT NULL,
  PRIMARY KEY (licence_id, person_id, device)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON licence_device TO zaitaku_app;
