-- Counts: committed. "A later return that names the same placement (Placement ref, else Person ref; with neither, the row with the same
-- Start, where there are several in the order of their ends) with the same Start says it anew." What each return says of each stay.
CREATE TABLE said_of_stay AS
WITH stay AS (
    -- Whoever of the parties says it first: part is the return's own.
    SELECT s.k, s.file, s.row, s.pledge, r.part, s.start, s."end", s.period_end, s.grade, s.supplier, l.last_day,
           CASE WHEN s.person || s.placement <> '' THEN 'named ' || coalesce(nullif(s.placement, ''), s.person)
                ELSE s.supplier || ' nr ' || row_number() OVER (PARTITION BY s.k, s.file, s.pledge, s.start, s.person || s.placement
                                                 ORDER BY coalesce(s."end", 9999999), s.grade, s.row) END AS who
    FROM stated s JOIN pledge p ON p.k = s.k AND p.ref = s.pledge AND p.committed
    JOIN read_line l ON l.k = s.k AND l.file = s.file AND l.row = s.row AND l.pledge = s.pledge
    JOIN sent r ON r.k = s.k AND r.file = s.file
    WHERE s.basis = 'in period' AND s.says = 'dates'
      AND NOT EXISTS (SELECT 1 FROM barred b WHERE b.k = s.k AND b.file = s.file AND b.row = s.row)
)
SELECT *, row_number() OVER (PARTITION BY k, pledge, part, who, start, file ORDER BY coalesce("end", 9999999), grade, row)
          + (supplier <> first_value(supplier) OVER (PARTITION BY k, pledge, part, who, start
                                                     ORDER BY period_end, coalesce("end", 9999999), grade, file, row)) AS in_return
FROM stay;

-- "Another Start is another stay and counts beside the first; where the two overlap by their latest words, the one of the later Start is
-- set aside, and so is a second row of one stay in one return", or of another party.
CREATE TABLE stay_order AS
WITH RECURSIVE latest AS (
    SELECT k, pledge, part, who, start, last_day, row_number() OVER (PARTITION BY k, pledge, part, who ORDER BY start) AS n
    FROM (SELECT *, row_number() OVER (PARTITION BY k, pledge, part, who, start ORDER BY period_end DESC, file DESC) AS from_last
          FROM said_of_stay WHERE in_return = 1 AND who LIKE 'named %')
    WHERE from_last = 1
), stay_order(k, pledge, part, who, n, start, stands_to, is_over) AS (
    SELECT k, pledge, part, who, n, start, last_day, 0 FROM latest WHERE n = 1
    UNION ALL
    SELECT l.k, l.pledge, l.part, l.who, l.n, l.start, CASE WHEN l.start <= o.stands_to THEN o.stands_to ELSE l.last_day END,
           l.start <= o.stands_to
    FROM stay_order o JOIN latest l ON l.k = o.k AND l.pledge = o.pledge AND l.part = o.part AND l.who = o.who AND l.n = o.n + 1
)
SELECT * FROM stay_order;
INSERT INTO barred
SELECT w.k, w.file, w.row, 'commitment-overlaps'
FROM said_of_stay w LEFT JOIN stay_order o USING (k, pledge, part, who, start)
WHERE w.in_return > 1 OR o.is_over;

-- Each word on a stay that counts, beside the word before.
CREATE TABLE word AS
SELECT s.*, w.who, lag(s.amount) OVER stay_of AS amount_before, lag(s.grade) OVER stay_of AS grade_before,
       lag(s.share) OVER stay_of AS share_before, lag(s.person) OVER stay_of AS person_before, lag(s.placement) OVER stay_of AS placement_before
FROM said_of_stay w JOIN stated s ON s.k = w.k AND s.file = w.file AND s.row = w.row AND s.pledge = w.pledge
WHERE NOT EXISTS (SELECT 1 FROM barred b WHERE b.k = s.k AND b.file = s.file AND b.row = s.row)
WINDOW stay_of AS (PARTITION BY w.k, w.pledge, w.part, w.who, w.start ORDER BY w.period_end, w.file);
CREATE INDEX word_of ON word(k, file, row);
