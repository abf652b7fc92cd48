-- What each row adds: docs/counting.md, "Running totals".

CREATE TABLE told AS
SELECT s.*, EXISTS (SELECT 1 FROM barred b WHERE b.k = s.k AND b.file = s.file AND b.row = s.row) AS is_barred FROM stated s;
CREATE INDEX told_row ON told(k, file, row);

-- Rows of which nobody can say what they add, so that a total with such a row takes nothing off.
CREATE TABLE open_row AS
SELECT l.k, l.file, l.pledge, l.grade, l.person, l.placement, coalesce(l.share, '1') AS share FROM read_line l
WHERE l.basis <> 'in period'
  AND NOT EXISTS (SELECT 1 FROM told s WHERE s.k = l.k AND s.file = l.file AND s.row = l.row AND s.pledge = l.pledge
                                         AND NOT s.is_barred)
  AND NOT EXISTS (SELECT 1 FROM named_twice t WHERE t.k = l.k AND t.file = l.file AND t.row = l.row);
CREATE INDEX open_row_of ON open_row(k, file, pledge);

-- The running totals of a promise (and part) in their order, each with its first row that says something.
CREATE TABLE total AS
SELECT k, pledge, part, file, period_end, min(row) AS first_row,
       row_number() OVER (PARTITION BY k, pledge, part ORDER BY period_end, file) AS n
FROM told WHERE basis <> 'in period' AND NOT is_barred
GROUP BY k, pledge, part, file;
CREATE INDEX total_of ON total(n, k, pledge, part);
CREATE INDEX total_ends ON total(k, pledge, part, period_end);

CREATE TABLE settled (k INTEGER, pledge, part, period_end, grade, person, placement, share);
CREATE INDEX settled_of ON settled(k, pledge, part, person);

-- What each row adds. Rows for single periods add what they say.
CREATE TABLE measured (
    id INTEGER PRIMARY KEY, k INTEGER, file, row, pledge, supplier, contract, period_start, period_end, basis, part, known_from, grade, person,
    placement, share, gives_share, evidence, start, "end", says, on_day, promised_unit, day, begins, amount, is_barred
);
CREATE INDEX measured_of ON measured(k, pledge, part, period_end);
CREATE INDEX measured_row ON measured(k, file, row);

INSERT INTO measured
SELECT NULL, k, file, row, pledge, supplier, contract, period_start, period_end, basis, part, known_from, grade, person, placement,
       share, gives_share, evidence, start, "end", says, on_day, promised_unit, day, begins, amount, is_barred
FROM told s WHERE (basis = 'in period' OR is_barred)
  AND NOT EXISTS (SELECT 1 FROM word w WHERE w.k = s.k AND w.file = s.file AND w.row = s.row);

-- "The later word holds, with its grade, and the difference counts. What is less is taken off."
INSERT INTO measured
SELECT NULL, k, file, row, pledge, supplier, contract, period_start, period_end, basis, part, known_from, grade, person, placement,
       share, gives_share, evidence, start, "end", says, on_day, promised_unit, day, begins,
       CASE WHEN grade_before = grade AND share_before = share AND person_before = person AND placement_before = placement
            THEN minus(amount, amount_before) ELSE amount END, 0
FROM word;
INSERT INTO measured
SELECT NULL, k, file, row, pledge, supplier, contract, period_start, period_end, basis, part, known_from, grade_before, person_before,
       placement_before, share_before, 0, evidence, start, "end", 'correction', on_day, promised_unit, day, begins, minus('0', amount_before), 0
FROM word
WHERE amount_before IS NOT NULL
  AND compare(amount_before, '0') <> 0
  AND NOT (grade_before = grade AND share_before = share AND person_before = person AND placement_before = placement);
