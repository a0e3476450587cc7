-- People and sessions as the planner knows them, and what it has learned of them: large, and written now and then alone.
ALTER TABLE capacity_memory ADD COLUMN picture json;

-- What is read again after a crash is written once.
CREATE UNIQUE INDEX seen_visit_once ON seen_visit (pool_id, person_id, came_at);
