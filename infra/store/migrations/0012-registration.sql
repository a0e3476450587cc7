-- The pledge (誓約) as people made it: which version, when, and whether the rules for own devices were among it.
CREATE TABLE pledge (
  person_id text NOT NULL,
  version text NOT NULL,
  own_device boolean NOT NULL,
  pledged_at timestamptz NOT NULL,
  PRIMARY KEY (person_id, version, own_device, pledged_at)
);
GRANT SELECT, INSERT, DELETE ON pledge TO zaitaku_app;

-- What people say of a telework day: one tap, and a line if they like.
CREATE TABLE feedback (
  booking_id text PRIMARY KEY REFERENCES booking (id),
  person_id text NOT NULL,
  asked_at timestamptz NOT NULL,
  score integer CHECK (score BETWEEN 1 AND 5),
  line text,
  given_at timestamptz
);
CREATE INDEX feedback_person ON feedback (person_id);
CREATE INDEX feedback_asked_at ON feedback (asked_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON feedback TO zaitaku_app;

-- The organisation's settings as they were last taken over, to say in the audit log what a change changed.
CREATE TABLE settings_seen (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  settings jsonb NOT NULL,
  seen_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON settings_seen TO zaitaku_app;

-- A link by which a person reads their own records, for a short time.
CREATE TABLE record_link (
  token_hash text PRIMARY KEY,
  person_id text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX record_link_expires_at ON record_link (expires_at);
GRANT SELECT, INSERT, DELETE ON record_link TO zaitaku_app;

-- Deletes the free text beside audit entries on bookings, requests and emergencies that were over before `before`: a
-- reason is not kept longer there than with its booking. With the owner's rights, as forget_audit_personal has them.
CREATE FUNCTION forget_audit_reasons(before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  forgotten bigint;
BEGIN
  DELETE FROM public.audit_personal p USING public.audit_entry e
    WHERE e.seq = p.seq AND e.at < before
      AND (EXISTS (SELECT FROM public.booking b WHERE b.id = e.subject AND b.ends_at < before)
        OR (EXISTS (SELECT FROM public.booking b WHERE b.request_id = e.subject)
          AND NOT EXISTS (SELECT FROM public.booking b WHERE b.request_id = e.subject AND b.ends_at >= before))
        OR EXISTS (SELECT FROM public.emergency m WHERE m.id = e.subject AND m.state IN ('ended', 'withdrawn')
          AND coalesce(m.ended_at, m.asked_at) < before));
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END
$$;
REVOKE ALL ON FUNCTION forget_audit_reasons(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_audit_reasons(timestamptz) TO zaitaku_app;
