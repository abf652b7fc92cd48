-- What counts, and what is set aside with which reason: docs/counting.md, "Grades", "One person once", "Offers".

-- Whether a line counts is settled rule by rule; a line may have several reasons not to.
CREATE TABLE held AS
-- "What belongs to a day after the position is shown and not yet counted."
SELECT m.id, b.reason FROM barred b JOIN measured m ON m.k = b.k AND m.file = b.file AND m.row = b.row AND m.says <> 'correction';
CREATE INDEX held_of ON held(id);

-- "A confirmation counts from the day it was recorded."
CREATE TABLE known_confirmation AS
SELECT c.* FROM confirmation c JOIN asked a ON a.k = c.k
WHERE a.known_on IS NULL OR coalesce(c.recorded_on, c.confirmed_on) <= a.known_on;
CREATE INDEX known_confirmation_of ON known_confirmation(k, pledge);

-- "A confirmation that names a person gives its grade to that person's lines of its promise, as far as one of several is chosen."
CREATE TABLE person_grade AS
SELECT k, pledge, person, max(CASE grade WHEN 'third party confirmed' THEN 2 ELSE 3 END) AS grade
FROM known_confirmation WHERE person <> '' AND grade IN ('third party confirmed', 'beneficiary confirmed')
GROUP BY k, pledge, person;
CREATE INDEX person_grade_of ON person_grade(k, pledge, person);
