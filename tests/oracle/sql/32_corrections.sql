-- "A total that falls is a correction: the negative difference is kept, shown and taken off what it corrects": off what was reported of
-- the same before, the latest first. What is left of a row is what lies above all that was there before it and below all that
-- was left there ever after.
CREATE TABLE kept AS
WITH levels AS (
    SELECT id, amount, k, pledge, supplier, part, grade, person, placement, share, period_end, basis <> 'in period' AS in_turn, period_start, file, row,
           -- What is said anew comes after the rest of its return.
           EXISTS (SELECT 1 FROM word w WHERE w.k = measured.k AND w.file = measured.file AND w.row = measured.row) AS is_word,
           sum_of(amount) OVER (PARTITION BY k, pledge, supplier, part, grade, person, placement, share
                                ORDER BY period_end, basis <> 'in period', period_start, file,
                                         EXISTS (SELECT 1 FROM word w WHERE w.k = measured.k AND w.file = measured.file AND w.row = measured.row),
                                         row, id) AS level
    FROM measured WHERE NOT is_barred
)
SELECT id,
       CASE WHEN compare(amount, '0') <= 0 THEN '0'
            ELSE greater('0', minus(least_of(level) OVER (
                     PARTITION BY k, pledge, supplier, part, grade, person, placement, share
                     ORDER BY period_end, in_turn, period_start, file, is_word, row, id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING),
                 minus(level, amount))) END AS remains
FROM levels;
CREATE INDEX kept_id ON kept(id);
