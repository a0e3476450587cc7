-- People and sessions as the planner knows them, and what it has learned of them: large, and written now and then alone.
ALTER TABLE capacity_memory ADD COLUMN picture json;
