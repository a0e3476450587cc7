-- Whoever is at a desktop after their seat went to somebody else holds a booking without a seat: nobody is thrown off, and
-- no seat is promised twice.
ALTER TABLE booking DROP CONSTRAINT booking_seat_held;
ALTER TABLE booking ADD CONSTRAINT booking_seat_held CHECK (seat_held OR status <> 'approved');

-- What people said of coming later to a booking: they are waited for from then.
CREATE TABLE late_word (
  booking_id text PRIMARY KEY REFERENCES booking (id),
  coming_at timestamptz NOT NULL
);
CREATE INDEX late_word_coming_at ON late_word (coming_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON late_word TO zaitaku_app;
