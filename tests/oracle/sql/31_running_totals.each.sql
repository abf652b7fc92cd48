-- The :n-th running total of every promise and part: docs/counting.md, "Running totals". Run for each n in turn.

-- "The figures of a cumulative return are differenced, per promise, grade and Share (and person or placement), against what was reported to
-- the end of the period before": all that the earlier returns came to add up to, with what a single period that ends on the same day did.
CREATE TEMP TABLE before AS
SELECT t.k, t.pledge, t.part, t.file, t.first_row, m.grade, m.person, m.placement, m.share, sum_of(m.amount) AS amount
FROM total t
JOIN measured m ON m.k = t.k AND m.pledge = t.pledge AND m.part = t.part AND NOT m.is_barred
               AND (m.period_end < t.period_end OR (m.period_end = t.period_end AND m.basis = 'in period'))
WHERE t.n = :n
GROUP BY t.k, t.pledge, t.part, t.file, t.first_row, m.grade, m.person, m.placement, m.share;
CREATE INDEX before_of ON before(k, file, pledge, grade, person, placement, share);

-- "Where several rows share what they speak of, the first rows take up what was reported before. A total that falls is a
-- correction: the negative difference is kept", and stands on the last of them.
INSERT INTO measured
WITH up_to AS (
    SELECT s.*, b.amount AS reported_before,
           sum_of(s.amount) OVER (PARTITION BY s.k, s.file, s.pledge, s.grade, s.person, s.placement, s.share ORDER BY s.row) AS with_it,
           row_number() OVER (PARTITION BY s.k, s.file, s.pledge, s.grade, s.person, s.placement, s.share ORDER BY s.row DESC) AS from_last
    FROM total t
    JOIN told s ON s.k = t.k AND s.file = t.file AND s.pledge = t.pledge AND NOT s.is_barred
    LEFT JOIN before b ON b.k = s.k AND b.file = s.file AND b.pledge = s.pledge AND b.grade = s.grade
                      AND b.person = s.person AND b.placement = s.placement AND b.share = s.share
    WHERE t.n = :n
)
SELECT NULL, k, file, row, pledge, supplier, contract, period_start, period_end, basis, part, known_from, grade, person, placement,
       share, gives_share, evidence, start, "end", says, on_day, promised_unit, day, begins,
       CASE WHEN reported_before IS NULL THEN amount
            WHEN from_last = 1 AND compare(with_it, reported_before) < 0
                 AND NOT EXISTS (SELECT 1 FROM open_row o WHERE o.k = up_to.k AND o.file = up_to.file AND o.pledge = up_to.pledge
                                    AND o.grade = up_to.grade AND o.person = up_to.person AND o.placement = up_to.placement
                                    AND o.share = up_to.share)
                THEN minus(with_it, reported_before)
            ELSE minus(greater('0', minus(with_it, reported_before)),
                       greater('0', minus(minus(with_it, amount), reported_before))) END,
       0
FROM up_to;

-- "What a total no longer names (a grade, a person, a placement) is taken off too, on its first row of the promise", but not
-- "while any row of the promise is not known".
INSERT INTO measured
SELECT NULL, s.k, s.file, s.row, s.pledge, s.supplier, s.contract, s.period_start, s.period_end, s.basis, s.part, s.known_from,
       b.grade, b.person, b.placement, b.share, 0, s.evidence, NULL, NULL, 'correction', s.on_day, s.promised_unit, s.day, s.begins,
       minus('0', b.amount), 0
FROM before b
JOIN told s ON s.k = b.k AND s.file = b.file AND s.pledge = b.pledge AND s.row = b.first_row
WHERE compare(b.amount, '0') <> 0
  AND NOT EXISTS (SELECT 1 FROM open_row o WHERE o.k = b.k AND o.file = b.file AND o.pledge = b.pledge)
  AND NOT EXISTS (SELECT 1 FROM told now WHERE now.k = b.k AND now.file = b.file AND now.pledge = b.pledge AND NOT now.is_barred
                     AND now.grade = b.grade AND now.person = b.person AND now.placement = b.placement AND now.share = b.share);

-- Rows for single periods are part of a total from when it says anew, or takes off, what they spoke of.
INSERT INTO settled
SELECT b.k, b.pledge, b.part, t.period_end, b.grade, b.person, b.placement, b.share
FROM before b
JOIN total t ON t.n = :n AND t.k = b.k AND t.pledge = b.pledge AND t.part = b.part
LEFT JOIN (
    SELECT s.k, s.file, s.pledge, s.grade, s.person, s.placement, s.share, sum_of(s.amount) AS amount
    FROM total t JOIN told s ON s.k = t.k AND s.file = t.file AND s.pledge = t.pledge AND NOT s.is_barred
    WHERE t.n = :n
    GROUP BY s.k, s.file, s.pledge, s.grade, s.person, s.placement, s.share
) now ON now.k = b.k AND now.file = b.file AND now.pledge = b.pledge AND now.grade = b.grade AND now.person = b.person
     AND now.placement = b.placement AND now.share = b.share
WHERE CASE WHEN compare(now.amount, b.amount) >= 0 THEN 1
           ELSE NOT EXISTS (SELECT 1 FROM open_row o WHERE o.k = b.k AND o.file = b.file AND o.pledge = b.pledge
                               AND (now.amount IS NULL OR (o.grade = b.grade AND o.person = b.person AND o.placement = b.placement
                                                             AND o.share = b.share))) END;

DROP TABLE before;
