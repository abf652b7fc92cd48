-- What counts of each line, after what was said of it. "What is then below the counting grade (of the policy), or in dispute, does not
-- count": of a line below it counts what others confirmed.
CREATE TABLE counted_line AS
WITH parts AS (
    SELECT line,
           sum_of(CASE WHEN is_disputed THEN amount ELSE '0' END) AS disputed,
           sum_of(CASE WHEN NOT is_disputed AND grade >= counting_grade THEN amount ELSE '0' END) AS lifted,
           min(CASE WHEN NOT is_disputed THEN grade END) AS grade
    FROM parcel JOIN house USING (k) GROUP BY line
)
SELECT c.id, c.k, c.pledge, c.begins, coalesce(p.grade, c.grade) AS grade,
       -- "What counts of the line, of each grade, is multiplied by [its Share]."
       times(c.share, CASE WHEN c.grade >= h.counting_grade THEN minus(c.amount, coalesce(p.disputed, '0'))
                           ELSE coalesce(p.lifted, '0') END) AS counted,
       CASE WHEN c.grade >= h.counting_grade AND compare(p.disputed, '0') > 0 THEN 'offer-disputed'
            WHEN c.grade < h.counting_grade AND compare(c.amount, '0') > 0 AND coalesce(p.lifted, '0') <> c.amount THEN 'below-counting-grade'
            END AS reason
FROM counting c JOIN house h ON h.k = c.k LEFT JOIN parts p ON p.line = c.id;
CREATE INDEX counted_line_id ON counted_line(id);
CREATE INDEX counted_line_of ON counted_line(k, pledge);

INSERT INTO held SELECT id, reason FROM counted_line WHERE reason IS NOT NULL;

-- What is left to count of each parcel, better confirmed first.
CREATE TABLE portion AS
SELECT id, line, k, pledge, grade, is_declined, amount,
       sum_of(amount) OVER (PARTITION BY line ORDER BY grade DESC, is_declined, id) AS with_it
FROM (SELECT p.id, p.line, p.k, p.pledge, p.grade, p.is_declined, times(p.amount, c.share) AS amount
      FROM parcel p JOIN counting c ON c.id = p.line JOIN house h ON h.k = p.k
      WHERE NOT p.is_disputed AND p.grade >= h.counting_grade);
CREATE INDEX portion_line ON portion(line);
