-- "One person once": "a person reference counts once over all returns for a promise, and once over the promises of one type,
-- unit and Exclusive group that the parties of one contract hold; a voluntary promise stands by itself. This is so where the
-- unit is people or FTE. The line of the higher grade stays, then the one of the earlier start (Start, else the period's), the
-- earlier known, the lower supplier reference, the earlier place in the files. A line that only adds nothing, such as a
-- correction, never stands before one that adds." What running totals say of one thing is one line, whose parts are what each adds.
CREATE TABLE series AS
SELECT k, pledge, person, placement, supplier, grade, id AS series,
       compare(amount, '0') > 0 AS adds, begins, known_from, file, row
FROM standing WHERE basis = 'in period'
UNION ALL
SELECT k, pledge, person, placement, supplier, grade, min(id),
       compare(sum_of(amount), '0') > 0, min(begins), min(known_from), min(file), min(row)
FROM standing WHERE basis <> 'in period'
GROUP BY k, pledge, part, person, placement, supplier, grade;

CREATE TABLE in_series AS
SELECT s.id, CASE WHEN s.basis = 'in period' THEN s.id
                  ELSE min(s.id) OVER (PARTITION BY s.k, s.pledge, s.part, s.person, s.placement, s.supplier, s.grade,
                                                    s.basis = 'in period') END AS series
FROM standing s;
CREATE INDEX in_series_of ON in_series(series);

INSERT INTO held
SELECT i.id, 'duplicate-person' FROM (
    SELECT s.series,
           row_number() OVER (PARTITION BY s.k, coalesce(p.contract, s.pledge), p.contract IS NULL, p.type, p.unit, s.person
                              ORDER BY s.adds DESC, s.grade DESC, s.begins, s.known_from, s.supplier, s.file, s.row) AS place
    FROM series s JOIN pledge p ON p.k = s.k AND p.ref = s.pledge
    WHERE s.person <> '' AND p.unit IN ('people', 'FTE')
) repeated JOIN in_series i USING (series) WHERE place > 1;

-- "Rows that share a placement reference (blank: the person's) are one placement of their promise."
INSERT INTO held
SELECT i.id, 'duplicate-placement' FROM (
    SELECT s.series,
           row_number() OVER (PARTITION BY s.k, s.pledge, CASE WHEN s.placement <> '' THEN s.placement ELSE s.person END
                              ORDER BY s.adds DESC, s.grade DESC, s.begins, s.known_from, s.supplier, s.file, s.row) AS place
    FROM series s JOIN pledge p ON p.k = s.k AND p.ref = s.pledge
    WHERE s.placement || s.person <> '' AND p.unit = 'placements'
) repeated JOIN in_series i USING (series) WHERE place > 1;

-- Where a part of what running totals say of one thing is set aside, the rest counts as much as later corrections left of each row:
-- a correction of what does not count takes nothing off.
CREATE TABLE counting AS
SELECT s.id, s.k, s.pledge, s.grade, s.person, s.placement, s.supplier, s.contract, s.file, s.row, s.day, s.begins, s.on_day,
       CASE WHEN s.basis <> 'in period' AND EXISTS (
                SELECT 1 FROM standing o JOIN held h ON h.id = o.id
                WHERE o.k = s.k AND o.pledge = s.pledge AND o.part = s.part AND o.person = s.person AND o.placement = s.placement
                  AND o.supplier = s.supplier AND o.basis <> 'in period')
            THEN t.remains ELSE s.amount END AS amount,
       t.remains
FROM standing s JOIN kept t ON t.id = s.id
WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h.id = s.id);
CREATE INDEX counting_id ON counting(id);
CREATE INDEX counting_of ON counting(k, pledge);
