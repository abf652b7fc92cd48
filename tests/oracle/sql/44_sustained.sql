-- Who is still there: docs/counting.md, "Sustained for".

-- "Of rows with the same Start the one of the latest return holds, of several in one return the one that tells longest. Where two tell up
-- to the same day and one of them gives no End, nobody has left. A row lasts to its End; without one, somebody is still in post as last
-- known, which is to the end of its return's period. Nothing after the day of the position is known."
CREATE TABLE stay_row AS
SELECT * FROM (
    -- "An End after the return's period is a plan": so far somebody is still there.
    SELECT n.k, n.pledge, n.name, l.start, CASE WHEN l."end" <= min(l.period_end, l.on_day) THEN l."end" END AS "end", l.on_day, p.sustained, p.sustained_unit,
           min(coalesce(l."end", l.period_end), l.period_end, l.on_day) AS told_to,
           row_number() OVER (PARTITION BY n.k, n.pledge, n.name, l.start
                              ORDER BY l.period_end DESC, min(coalesce(l."end", l.period_end), l.period_end) DESC,
                                       coalesce(l."end" <= l.period_end, 0), l.file DESC, l.row DESC) AS from_last
    FROM placement_name n
    JOIN pledge p ON p.k = n.k AND p.ref = n.pledge AND p.sustained IS NOT NULL
    JOIN read_line l ON l.k = n.k AND l.file = n.file AND l.row = n.row AND l.pledge = n.pledge
    WHERE l.start <= l.on_day
) WHERE from_last = 1;
CREATE INDEX stay_row_of ON stay_row(k, pledge, name, start);

-- "A stay is made of the rows of one placement that follow each other without a gap of a day."
CREATE TABLE stay AS
WITH begun AS (
    SELECT *, start > coalesce(max(told_to) OVER (PARTITION BY k, pledge, name ORDER BY start ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                               + 1, 0) AS is_new
    FROM stay_row
), numbered AS (
    SELECT *, sum(is_new) OVER (PARTITION BY k, pledge, name ORDER BY start) AS n FROM begun
), furthest AS (
    SELECT *, min(start) OVER stays AS first_day, first_value("end") OVER (stays ORDER BY told_to DESC, "end" IS NOT NULL) AS ends,
           max(told_to) OVER stays AS last_day, row_number() OVER (stays ORDER BY start) AS place
    FROM numbered WINDOW stays AS (PARTITION BY k, pledge, name, n)
)
SELECT k, pledge, name, n, first_day, last_day, ends, on_day,
       -- "The day of proof is the last of that many inclusive days, weeks, months or years from the first day of the stay."
       CASE sustained_unit WHEN 'days' THEN first_day + CAST(floored(sustained) AS INTEGER) - 1
                           WHEN 'weeks' THEN first_day + 7 * CAST(floored(sustained) AS INTEGER) - 1
                           WHEN 'months' THEN months_after(first_day, CAST(floored(sustained) AS INTEGER)) - 1
                           ELSE months_after(first_day, 12 * CAST(floored(sustained) AS INTEGER)) - 1 END AS proof
FROM furthest WHERE place = 1;

CREATE TABLE stayed AS
WITH outcome AS (
    SELECT *,
           CASE -- "The stay goes on to the day of proof or beyond: it counts."
                WHEN last_day >= proof THEN 1
                -- "An End before the day of proof has come."
                WHEN ends < proof AND ends <= on_day THEN 4
                -- "Else, the day of proof has not come."
                WHEN on_day < proof THEN 3
                -- "The day of proof has passed, and no row tells whether the person was there still."
                ELSE 2 END AS outcome
    FROM stay
), best AS (
    -- "Of several stays of one person the best holds, in the order: counts, not known, not yet, not."
    SELECT *, row_number() OVER (PARTITION BY k, pledge, name ORDER BY outcome, first_day) AS place FROM outcome
)
SELECT n.k, n.pledge, n.name, b.proof,
       CASE b.outcome WHEN 1 THEN NULL WHEN 2 THEN 'sustained-not-known' WHEN 3 THEN 'not-yet-sustained' WHEN 4 THEN 'not-sustained'
                      -- "No row gives a Start."
                      ELSE 'sustained-needs-start' END AS reason
FROM (SELECT DISTINCT n.k, n.pledge, n.name FROM placement_name n JOIN pledge p ON p.k = n.k AND p.ref = n.pledge AND p.sustained IS NOT NULL) n
LEFT JOIN best b ON b.k = n.k AND b.pledge = n.pledge AND b.name = n.name AND b.place = 1;
CREATE INDEX stayed_of ON stayed(k, pledge, name);

-- What is too short is not asked about its staying.
CREATE TABLE staying AS
SELECT o.id, s.reason, s.proof FROM stayed s JOIN placement_of o USING (k, pledge, name)
WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h.id = o.id);
CREATE INDEX staying_id ON staying(id);
INSERT INTO held SELECT id, reason FROM staying WHERE reason IS NOT NULL;

-- "The amount belongs to that day, and is late if that is after Due."
UPDATE measured SET day = (SELECT proof FROM staying s WHERE s.id = measured.id), begins = (SELECT proof FROM staying s WHERE s.id = measured.id)
WHERE id IN (SELECT id FROM staying WHERE reason IS NULL);

-- "Not known, and with it what counts for the promise, where the row is at the counting grade."
CREATE TABLE not_told AS
SELECT m.k, m.pledge, m.id FROM staying s JOIN measured m USING (id) JOIN house h USING (k)
WHERE s.reason = 'sustained-not-known' AND m.grade >= h.counting_grade;
CREATE INDEX not_told_of ON not_told(k, pledge);
CREATE INDEX not_told_id ON not_told(id);
