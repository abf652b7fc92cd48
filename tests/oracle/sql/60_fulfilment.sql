-- What counts against what was promised: docs/counting.md, "Grades", "No number is five things", "Rating", "What a contract
-- manager may act on".

CREATE TABLE line_result AS
WITH reasons AS (SELECT id, group_concat(DISTINCT reason) AS reasons FROM held GROUP BY id)
SELECT m.id, m.k, m.file, m.row, m.pledge, coalesce(c.amount, m.amount) AS amount,
       CASE WHEN m.id NOT IN (SELECT id FROM not_told) THEN coalesce(l.counted, '0') END AS counted,
       m.amount AS reported, m.day, coalesce(l.grade, m.grade) AS grade, m.grade AS own_grade, m.begins, m.on_day, m.is_barred, r.reasons
FROM measured m
LEFT JOIN counting c ON c.id = m.id
LEFT JOIN counted_line l ON l.id = m.id
LEFT JOIN reasons r ON r.id = m.id
UNION ALL
-- Rows that are no amount.
SELECT NULL, l.k, l.file, l.row, l.pledge, NULL, '0', NULL, l.day, l.grade, l.grade, NULL, l.on_day, 0,
       (SELECT group_concat(DISTINCT r.reason) FROM refusal r WHERE r.k = l.k AND r.file = l.file AND r.row = l.row)
       || CASE WHEN l.day > l.on_day THEN ',not-yet-delivered' ELSE '' END
FROM read_line l
WHERE says <> 'nothing' AND NOT EXISTS (SELECT 1 FROM stated s WHERE s.k = l.k AND s.file = l.file AND s.row = l.row);
CREATE INDEX line_result_of ON line_result(k, pledge);

-- "Claimed and documented are amounts before rules 2 to 7, counted and verified after them."
CREATE TABLE lifted AS
SELECT k, pledge, sum_of(CASE WHEN NOT is_disputed AND own_grade < 1 AND grade >= 1 THEN amount ELSE '0' END) AS lifted,
       sum_of(CASE WHEN is_disputed THEN amount ELSE '0' END) AS disputed
FROM parcel GROUP BY k, pledge;
CREATE INDEX lifted_of ON lifted(k, pledge);

CREATE TABLE confirmed AS
SELECT k, pledge,
       sum_of(CASE WHEN grade >= 2 THEN amount ELSE '0' END) AS verified,
       sum_of(CASE WHEN grade >= 3 THEN amount ELSE '0' END) AS beneficiary_confirmed,
       sum_of(CASE WHEN is_declined AND grade < 2 THEN amount ELSE '0' END) AS declined
FROM portion GROUP BY k, pledge;
CREATE INDEX confirmed_of ON confirmed(k, pledge);

CREATE TABLE delivered AS
SELECT p.k, p.ref AS pledge,
       sum_of(CASE WHEN NOT r.is_barred THEN coalesce(r.reported, '0') ELSE '0' END) AS claimed,
       plus(sum_of(CASE WHEN NOT r.is_barred AND r.own_grade >= 1 THEN coalesce(r.reported, '0') ELSE '0' END),
            coalesce((SELECT f.lifted FROM lifted f WHERE f.k = p.k AND f.pledge = p.ref), '0')) AS documented,
       sum_of(coalesce(r.counted, '0')) AS counted,
       coalesce((SELECT f.verified FROM confirmed f WHERE f.k = p.k AND f.pledge = p.ref), '0') AS verified,
       coalesce((SELECT f.beneficiary_confirmed FROM confirmed f WHERE f.k = p.k AND f.pledge = p.ref), '0') AS beneficiary_confirmed,
       coalesce((SELECT f.declined FROM confirmed f WHERE f.k = p.k AND f.pledge = p.ref), '0') AS declined,
       coalesce((SELECT f.disputed FROM lifted f WHERE f.k = p.k AND f.pledge = p.ref), '0') AS disputed,
       sum_of(CASE WHEN r.begins > t.due_day THEN coalesce(r.counted, '0') ELSE '0' END) AS late
FROM pledge p
JOIN promised t ON t.k = p.k AND t.pledge = p.ref
LEFT JOIN line_result r ON r.k = p.k AND r.pledge = p.ref
GROUP BY p.k, p.ref;
CREATE INDEX delivered_of ON delivered(k, pledge);

-- What is said of each promise by the day; "what belongs to a day after the position is no answer yet".
CREATE TABLE spoken AS
SELECT p.k, p.ref AS pledge,
       EXISTS (SELECT 1 FROM read_line l WHERE l.k = p.k AND l.pledge = p.ref AND l.day <= l.on_day
                  AND l.says IN ('number', 'dates', 'one', 'days', 'person')
                  -- "A row whose amount would have been found from dates or hours per week, and cannot be, reports nothing."
                  AND (l.says = 'number' OR NOT EXISTS (
                      SELECT 1 FROM refusal r WHERE r.k = l.k AND r.file = l.file AND r.row = l.row
                         AND r.reason IN ('hours-per-week-needed', 'hours-per-week-unlikely')))) AS number,
       EXISTS (SELECT 1 FROM read_line l WHERE l.k = p.k AND l.pledge = p.ref AND l.day <= l.on_day
                  AND l.says IN ('pending', 'needed')) AS pending,
       EXISTS (SELECT 1 FROM read_line l WHERE l.k = p.k AND l.pledge = p.ref AND l.day <= l.on_day AND l.says = 'nil') AS nil
FROM pledge p;
