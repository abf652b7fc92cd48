-- What is committed: docs/counting.md, "Counts: earned to date, or committed".

-- The rows that commit to a stay: "weeks found from dates", in returns for single periods, since "in a running total the rows say all that is
-- committed, as every running total does". "A typed Quantity is a number of its own, which says nothing anew."
CREATE TABLE commitment AS
SELECT k, file, row, pledge, who, is_named, start, ends, supplier, said_in,
       -- "So is, of one stay, a second row of one return (in the order of their ends; of one End the better evidenced is first) and what
       -- another party, or another part of the contract, says of it" than the first, by the end of its return's period, then in the same
       -- order. A part is a supplier's own.
       CASE WHEN is_named THEN
            row_number() OVER (PARTITION BY k, pledge, who, start, file ORDER BY place) = 1
            AND supplier || ' ' || part = first_value(supplier || ' ' || part) OVER (
                PARTITION BY k, pledge, who, start ORDER BY period_end, "end" IS NULL, "end", grade DESC, said_in)
            ELSE 1 END AS is_word
FROM (
    SELECT *,
           -- "The same placement (Placement ref, else Person ref; with neither, the row with the same Start, where there are several in the
           -- order of their ends)." Whether others mean the same without a reference nobody can tell.
           CASE WHEN placement <> '' THEN placement WHEN person <> '' THEN person
                ELSE 'no ' || row_number() OVER (PARTITION BY k, file, pledge, start, is_named ORDER BY place)
                     || ' without a reference of ' || supplier || ' ' || part END AS who
    FROM (
        SELECT s.k, s.file, s.row, s.pledge, s.start, s."end", s.period_end, s.grade, s.supplier, s.part, s.person, s.placement,
               s.person || s.placement <> '' AS is_named,
               -- "Without an End only the weeks so far count."
               coalesce(s."end", min(s.period_end, s.on_day)) AS ends,
               -- The order of returns: "by the end of their period, then by their place in the files".
               printf('%07d ', s.period_end) || s.file AS said_in,
               -- The order of their ends: "no End means still in post", which is after any End; of one End the better evidenced first.
               row_number() OVER (PARTITION BY s.k, s.file ORDER BY s."end" IS NULL, s."end", s.grade DESC, s.row) AS place
        FROM stated s
        JOIN pledge p ON p.k = s.k AND p.ref = s.pledge AND p.committed
        WHERE s.says = 'dates' AND s.basis = 'in period'
          AND NOT EXISTS (SELECT 1 FROM barred b WHERE b.k = s.k AND b.file = s.file AND b.row = s.row)
    )
);

-- Each stay of a placement by its latest word, in the order of their Starts.
CREATE TABLE committed_stay AS
SELECT k, pledge, who, start, ends, row_number() OVER (PARTITION BY k, pledge, who ORDER BY start) AS n
FROM (SELECT *, row_number() OVER (PARTITION BY k, pledge, who, start ORDER BY said_in DESC, row DESC) AS from_last
      FROM commitment WHERE is_word AND is_named)
WHERE from_last = 1;
CREATE INDEX committed_stay_of ON committed_stay(k, pledge, who, n);

-- "A row of the same placement with another Start is another stay and counts beside the first; where the two overlap by their latest words,
-- the one of the later Start is set aside." One that is set aside overlaps with nothing any more.
CREATE TABLE stay_overlaps AS
WITH RECURSIVE taken(k, pledge, who, n, start, taken_to, overlaps) AS (
    SELECT k, pledge, who, n, start, ends, 0 FROM committed_stay WHERE n = 1
    UNION ALL
    SELECT s.k, s.pledge, s.who, s.n, s.start, CASE WHEN s.start <= t.taken_to THEN t.taken_to ELSE s.ends END, s.start <= t.taken_to
    FROM taken t JOIN committed_stay s ON s.k = t.k AND s.pledge = t.pledge AND s.who = t.who AND s.n = t.n + 1
)
SELECT k, pledge, who, start FROM taken WHERE overlaps;
CREATE INDEX stay_overlaps_of ON stay_overlaps(k, pledge, who, start);

INSERT INTO barred
SELECT k, file, row, 'commitment-overlaps' FROM commitment c
WHERE NOT is_word
   OR (is_named AND EXISTS (SELECT 1 FROM stay_overlaps o WHERE o.k = c.k AND o.pledge = c.pledge AND o.who = c.who AND o.start = c.start));

-- "A later return that names the same placement with the same Start says it anew: the later word holds, with its grade, and the difference
-- counts."
CREATE TABLE word AS
SELECT s.*, c.who, lag(s.amount) OVER stay AS amount_before, lag(s.grade) OVER stay AS grade_before, lag(s.share) OVER stay AS share_before,
       lag(s.person) OVER stay AS person_before, lag(s.placement) OVER stay AS placement_before
FROM commitment c JOIN stated s ON s.k = c.k AND s.file = c.file AND s.row = c.row AND s.pledge = c.pledge
WHERE NOT EXISTS (SELECT 1 FROM barred b WHERE b.k = s.k AND b.file = s.file AND b.row = s.row)
WINDOW stay AS (PARTITION BY c.k, c.pledge, c.who, c.start ORDER BY c.said_in, c.row);
CREATE INDEX word_of ON word(k, file, row);
