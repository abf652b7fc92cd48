-- What counts, and what is set aside with which reason: docs/counting.md, "Grades", "One person once", "Offers".

-- Whether a line counts is settled rule by rule; a line may have several reasons not to.
CREATE TABLE held AS
-- "What belongs to a day after the position is shown and not yet counted."
SELECT m.id, b.reason FROM barred b JOIN measured m ON m.k = b.k AND m.file = b.file AND m.row = b.row AND m.says <> 'correction'
UNION ALL
SELECT m.id, 'outside-phase' FROM measured m
JOIN pledge p ON p.k = m.k AND p.ref = m.pledge AND p.phase <> ''
JOIN promised t ON t.k = p.k AND t.pledge = p.ref
LEFT JOIN contract c ON c.k = p.k AND c.ref = p.contract
WHERE m.day > t.due_day OR m.day < coalesce(p.start, c.start);
CREATE INDEX held_of ON held(id);

-- "A line that one rule sets aside is not there for the rules after it."
CREATE TABLE standing AS
SELECT m.* FROM measured m WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h.id = m.id);
CREATE INDEX standing_of ON standing(k, pledge);
