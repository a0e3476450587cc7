-- Devices that people work with. A lent PC without an owner is in stock.
CREATE TABLE device (
  id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('office-pc', 'lent-pc', 'own-pc', 'ipad')),
  owner_id text,
  os text NOT NULL,
  label text NOT NULL,
  pledged_at timestamptz,
  state text NOT NULL CHECK (state IN ('in-use', 'in-stock', 'lost', 'retired')),
  registered_at timestamptz NOT NULL,
  -- Since when a certificate may be fetched for it: at once, or when the ICT section says so.
  admitted_at timestamptz,
  CHECK ((state = 'in-use') <= (owner_id IS NOT NULL)),
  CHECK ((state = 'in-stock') <= (owner_id IS NULL))
);
CREATE INDEX device_owner ON device (owner_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON device TO zaitaku_app;

-- Client certificates: zaitaku's own and those of another authority. No private key is kept anywhere.
CREATE TABLE certificate (
  serial text PRIMARY KEY CHECK (serial ~ '^[0-9a-f]+$'),
  subject text NOT NULL,
  device_id text REFERENCES device (id),
  person_id text NOT NULL,
  authority text NOT NULL CHECK (authority IN ('own', 'external')),
  not_before timestamptz NOT NULL,
  not_after timestamptz NOT NULL,
  -- SHA-256 over the certificate; unknown for those that came as a list of serials.
  fingerprint text CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  state text NOT NULL CHECK (state IN ('issued', 'handed-over', 'revoked', 'replaced')),
  issued_at timestamptz NOT NULL,
  revoked_at timestamptz,
  reason text,
  -- When the person was told that it has to be renewed.
  renewal_told_at timestamptz,
  CHECK (not_before < not_after),
  CHECK ((state IN ('revoked', 'replaced')) = (revoked_at IS NOT NULL)),
  CHECK ((state IN ('revoked', 'replaced')) = (reason IS NOT NULL))
);
CREATE INDEX certificate_person ON certificate (person_id);
CREATE INDEX certificate_device ON certificate (device_id);
CREATE INDEX certificate_not_after ON certificate (not_after);
GRANT SELECT, INSERT, UPDATE ON certificate TO zaitaku_app;

-- Links by which a certificate is fetched, once. Of the link only a hash is kept; the passphrase until its time is over.
CREATE TABLE hand_over (
  id text PRIMARY KEY,
  token_hash text NOT NULL UNIQUE,
  person_id text NOT NULL,
  device_id text NOT NULL REFERENCES device (id),
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  serial text REFERENCES certificate (serial),
  passphrase text
);
CREATE INDEX hand_over_person ON hand_over (person_id);
CREATE INDEX hand_over_expires_at ON hand_over (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON hand_over TO zaitaku_app;

-- The list of revoked certificates as it was last signed.
CREATE TABLE revocation_list (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  number bigint NOT NULL,
  this_update timestamptz NOT NULL,
  next_update timestamptz NOT NULL,
  der bytea NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON revocation_list TO zaitaku_app;
