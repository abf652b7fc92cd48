-- What counts against what was promised: docs/counting.md, "Grades", "No number is five things", "Rating", "What a contract
-- manager may act on".

CREATE TABLE line_result AS
WITH reasons AS (SELECT id, group_concat(DISTINCT reason) AS reasons FROM held GROUP BY id)
SELECT m.k, m.file, m.row, m.pledge, coalesce(c.amount, m.amount) AS amount, coalesce(l.counted, '0') AS counted,
       m.amount AS reported, m.day, coalesce(l.grade, m.grade) AS grade, m.grade AS own_grade, m.begins, m.on_day, m.is_barred, r.reasons
FROM measured m
LEFT JOIN counting c ON c.id = m.id
LEFT JOIN counted_line l ON l.id = m.id
LEFT JOIN reasons r ON r.id = m.id
UNION ALL
-- Rows that are no amount.
SELECT l.k, l.file, l.row, l.pledge, NULL, '0', NULL, l.day, l.grade, l.grade, NULL, l.on_day, 0,
       (SELECT group_concat(DISTINCT r.reason) FROM refusal r WHERE r.k = l.k AND r.file = l.file AND r.row = l.row)
       || CASE WHEN l.day > l.on_day THEN ',not-yet-delivered' ELSE '' END
FROM read_line l
WHERE says <> 'nothing' AND NOT EXISTS (SELECT 1 FROM stated s WHERE s.k = l.k AND s.file = l.file AND s.row = l.row);
CREATE INDEX line_result_of ON line_result(k, pledge);

CREATE TABLE delivered AS
WITH lifted AS (
    SELECT k, pledge,
           sum_of(CASE WHEN own_grade < 1 AND grade >= 1 THEN amount ELSE '0' END) AS lifted,
           sum_of(CASE WHEN grade >= 2 THEN amount ELSE '0' END) AS verified,
           sum_of(CASE WHEN grade >= 3 THEN amount ELSE '0' END) AS beneficiary_confirmed,
           sum_of(CASE WHEN is_declined AND grade BETWEEN 1 AND 1 THEN amount ELSE '0' END) AS declined
    FROM parcel WHERE NOT is_disputed GROUP BY k, pledge
), disputed AS (
    SELECT k, pledge, sum_of(amount) AS disputed FROM parcel WHERE is_disputed GROUP BY k, pledge
)
SELECT p.k, p.ref AS pledge,
       sum_of(CASE WHEN NOT r.is_barred THEN coalesce(r.reported, '0') ELSE '0' END) AS claimed,
       plus(sum_of(CASE WHEN NOT r.is_barred AND r.own_grade >= 1 THEN coalesce(r.reported, '0') ELSE '0' END),
            coalesce((SELECT f.lifted FROM lifted f WHERE f.k = p.k AND f.pledge = p.ref), '0')) AS documented,
       sum_of(coalesce(r.counted, '0')) AS counted,
       coalesce((SELECT f.verified FROM lifted f WHERE f.k = p.k AND f.pledge = p.ref), '0') AS verified,
       coalesce((SELECT f.beneficiary_confirmed FROM lifted f WHERE f.k = p.k AND f.pledge = p.ref), '0') AS beneficiary_confirmed,
       coalesce((SELECT f.declined FROM lifted f WHERE f.k = p.k AND f.pledge = p.ref), '0') AS declined,
       coalesce((SELECT f.disputed FROM disputed f WHERE f.k = p.k AND f.pledge = p.ref), '0') AS disputed,
       sum_of(CASE WHEN r.begins > t.due_day THEN r.counted ELSE '0' END) AS late
FROM pledge p
JOIN promised t ON t.k = p.k AND t.pledge = p.ref
LEFT JOIN line_result r ON r.k = p.k AND r.pledge = p.ref
GROUP BY p.k, p.ref;
CREATE INDEX delivered_of ON delivered(k, pledge);

-- What is said of each promise by the day; "what belongs to a day after the position is no answer yet".
CREATE TABLE spoken AS
SELECT p.k, p.ref AS pledge,
       EXISTS (SELECT 1 FROM read_line l WHERE l.k = p.k AND l.pledge = p.ref AND l.day <= l.on_day
                  AND l.says IN ('number', 'dates', 'one')) AS number,
       EXISTS (SELECT 1 FROM read_line l WHERE l.k = p.k AND l.pledge = p.ref AND l.day <= l.on_day
                  AND l.says IN ('pending', 'needed')) AS pending,
       EXISTS (SELECT 1 FROM read_line l WHERE l.k = p.k AND l.pledge = p.ref AND l.day <= l.on_day AND l.says = 'nil') AS nil
FROM pledge p;

CREATE TABLE fulfilled AS
WITH state AS (
    SELECT p.k, p.ref AS pledge, p.rounding, t.target, CASE WHEN p.record_only THEN '0' ELSE t.due_to_date END AS due_to_date, p.record_only, t.stretch, t.due_day, a.on_day, p.unit,
           d.claimed, d.documented, d.counted, d.verified, d.beneficiary_confirmed, d.declined, d.disputed, 
           -- What a late correction takes off was late first, and is never less than nothing.
           greater('0', d.late) AS late,
           CASE WHEN s.number THEN 'reported' WHEN s.pending THEN 'pending' WHEN s.nil THEN 'nil'
                WHEN p.record_only OR compare(t.due_to_date, '0') = 0 THEN 'not due' ELSE 'missing' END AS state
    FROM pledge p
    JOIN asked a ON a.k = p.k
    JOIN promised t ON t.k = p.k AND t.pledge = p.ref
    JOIN delivered d ON d.k = p.k AND d.pledge = p.ref
    JOIN spoken s ON s.k = p.k AND s.pledge = p.ref
), known AS (
    SELECT k, pledge, target, due_to_date, record_only, stretch, due_day, on_day, unit, state,
           CASE WHEN state IN ('reported', 'nil') THEN claimed END AS claimed,
           CASE WHEN state IN ('reported', 'nil') THEN documented END AS documented,
           CASE WHEN state IN ('reported', 'nil') THEN counted END AS counted,
           CASE WHEN state IN ('reported', 'nil') THEN verified END AS verified,
           CASE WHEN state IN ('reported', 'nil') THEN beneficiary_confirmed END AS beneficiary_confirmed,
           CASE WHEN state IN ('reported', 'nil') THEN declined END AS declined,
           CASE WHEN state IN ('reported', 'nil') THEN disputed END AS disputed,
           CASE WHEN state IN ('reported', 'nil') THEN late END AS late
    FROM state
)
SELECT *, divided(counted, target) AS share_of_target, divided(counted, due_to_date) AS share_of_due,
       divided(counted, stretch) AS share_of_stretch,
       -- "From the day after Due on while less is counted than promised."
       CASE WHEN on_day > due_day AND compare(counted, target) < 0 THEN on_day - due_day END AS days_late,
       CASE WHEN NOT record_only THEN greater('0', minus(due_to_date, counted)) END AS shortfall,
       CASE WHEN divided(counted, due_to_date) IS NULL THEN 'Other'
            WHEN compare(divided(counted, due_to_date), '1') >= 0 THEN 'Good'
            WHEN compare(divided(counted, due_to_date), '9/10') >= 0 THEN 'Approaching target'
            WHEN compare(divided(counted, due_to_date), '1/2') >= 0 THEN 'Requires improvement'
            ELSE 'Inadequate' END AS rating
FROM known;
CREATE INDEX fulfilled_of ON fulfilled(k, pledge);
