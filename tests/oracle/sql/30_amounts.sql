-- How much a line is, and on which day: docs/counting.md, "How much a line is", "No number is five things", "Running totals".

-- The rows of the returns that count, beside the promise that each names.
CREATE TABLE read_line AS
SELECT l.*, s.supplier, s.contract, s.period_start, s.period_end, s.basis, s.part, s.nil, s.known_from,
       p.unit AS promised_unit, p.type, a.on_day,
       coalesce(l.unit, p.unit) AS given_unit,
       CASE WHEN l.absence = 'nil' THEN 'nil'
            WHEN l.absence IN ('pending', 'not applicable', 'suppressed', 'unclear') THEN 'pending'
            WHEN l.quantity IS NOT NULL THEN CASE WHEN l.quantity = '0' THEN 'nil' ELSE 'number' END
            WHEN p.unit = 'weeks' AND l.start IS NOT NULL THEN 'dates'
            WHEN NOT l.has_quantity_column AND p.unit IN ('people', 'placements') AND l.person || l.placement <> '' THEN 'one'
            WHEN l.start IS NOT NULL OR l."end" IS NOT NULL OR l.person || l.placement || l.evidence <> '' THEN 'needed'
            ELSE 'nothing' END AS says
FROM line l
JOIN sent s ON s.k = l.k AND s.file = l.file AND s.status = 'counted'
JOIN asked a ON a.k = l.k
JOIN pledge p ON p.k = l.k AND p.ref = l.pledge AND p.supplier = s.supplier AND p.contract IS s.contract;
CREATE INDEX read_line_of ON read_line(k, pledge);
CREATE INDEX read_line_row ON read_line(k, file, row);

-- Why a row is no amount at all.
CREATE TABLE refusal AS
SELECT k, file, row, 'unit-mismatch' AS reason FROM read_line
WHERE says IN ('number', 'nil') AND quantity IS NOT NULL AND given_unit <> promised_unit
  AND NOT (promised_unit IN ('attendee hours', 'staff hours') AND given_unit = 'hours')
UNION ALL
SELECT k, file, row, 'hours-need-attendees' FROM read_line
WHERE says = 'number' AND promised_unit = 'attendee hours' AND given_unit = 'hours' AND attendees IS NULL
UNION ALL
SELECT k, file, row, 'quantity-part-person' FROM read_line
WHERE says = 'number' AND promised_unit IN ('people', 'placements') AND instr(quantity, '/') > 0
UNION ALL
SELECT k, file, row, 'person-more-than-one' FROM read_line
WHERE says = 'number' AND promised_unit = 'people' AND person <> '' AND compare(quantity, '1') > 0
UNION ALL
SELECT k, file, row, 'quantity-negative' FROM read_line WHERE says = 'number' AND compare(quantity, '0') < 0
UNION ALL
SELECT k, file, row, 'dates-crossed' FROM read_line WHERE says <> 'pending' AND "end" < start
UNION ALL
SELECT k, file, row, 'dates-outside-period' FROM read_line
WHERE says IN ('number', 'dates', 'one') AND (start > period_end OR (basis = 'in period' AND "end" < period_start))
UNION ALL
SELECT k, file, row, 'nil-contradicted' FROM read_line WHERE nil AND says IN ('number', 'dates', 'one')
UNION ALL
SELECT k, file, row, CASE WHEN promised_unit = 'weeks' THEN 'weeks-need-dates' ELSE 'quantity-needed' END
FROM read_line WHERE says = 'needed';
CREATE INDEX refusal_of ON refusal(k, file, row);

-- What a row comes to as it stands.
CREATE TABLE stated AS
SELECT l.k, l.file, l.row, l.pledge, l.supplier, l.contract, l.period_start, l.period_end, l.basis, l.part, l.known_from,
       l.grade, l.person, l.placement, l.evidence, l.start, l."end", l.says, l.on_day, l.promised_unit,
       CASE WHEN l.says = 'nil' THEN '0'
            WHEN l.says = 'one' THEN '1'
            -- "The inclusive days of the part of Start to End that lies in the return's period (cumulative: up to its end)
            -- and not after the day of the position, divided by 7. No End means still in post."
            WHEN l.says = 'dates' THEN
                divided(max(0, min(coalesce(l."end", l.period_end), l.period_end, l.on_day)
                               - CASE WHEN l.basis = 'in period' THEN max(l.start, l.period_start) ELSE l.start END + 1), '7')
            WHEN l.promised_unit = 'attendee hours' THEN times(l.quantity, coalesce(l.attendees, '1'))
            WHEN l.promised_unit = 'staff hours' THEN times(l.quantity, coalesce(l.staff, '1'))
            ELSE l.quantity END AS amount,
       -- "With dates, people and full-time equivalents belong to their start, everything else to its end (at the latest the
       -- period's end). A quantity without dates belongs to the last day of its period." Without an End what lasts (placements, weeks,
-- days, FTE years) goes on to the period's end, and anything else was on its Start.
       CASE WHEN l.promised_unit IN ('people', 'FTE') THEN coalesce(l.start, min(l."end", l.period_end), l.period_end)
            WHEN l.says = 'dates' THEN min(coalesce(l."end", l.period_end), l.period_end, max(l.on_day, l.start))
            WHEN l."end" IS NULL AND l.promised_unit IN ('placements', 'weeks', 'days', 'FTE years') THEN l.period_end
            ELSE min(coalesce(l."end", l.start, l.period_end), l.period_end) END AS day,
       -- "It is late only if all of it lies after Due."
       coalesce(l.start, l.period_start) AS begins
FROM read_line l
WHERE l.says NOT IN ('pending', 'nothing', 'needed')
  AND NOT EXISTS (SELECT 1 FROM refusal r WHERE r.k = l.k AND r.file = l.file AND r.row = l.row);
CREATE INDEX stated_of ON stated(k, pledge, period_end);
CREATE INDEX stated_row ON stated(k, file, row);

-- Rows that are shown as they stand and are no part of any total.
CREATE TABLE barred AS
-- "What belongs to a day after the position is shown and not yet counted."
SELECT k, file, row, 'not-yet-delivered' AS reason FROM stated WHERE day > on_day
UNION ALL
-- "A row whose dates begin before its contract does is set aside and asked about ... So is one that ends before it, and one
-- without dates whose period ends before it."
SELECT s.k, s.file, s.row, 'date-before-contract' FROM stated s JOIN contract c ON c.k = s.k AND c.ref = s.contract
WHERE s.start < c.start OR s."end" < c.start OR (s.start IS NULL AND s."end" IS NULL AND s.period_end < c.start);
CREATE INDEX barred_of ON barred(k, file, row);

CREATE TABLE told AS
SELECT s.*, EXISTS (SELECT 1 FROM barred b WHERE b.k = s.k AND b.file = s.file AND b.row = s.row) AS is_barred FROM stated s;
CREATE INDEX told_row ON told(k, file, row);

-- What each return says in all of one thing: a promise, grade, and person or placement of one part.
CREATE TABLE said AS
SELECT k, pledge, part, grade, person, placement, basis, period_end, file, sum_of(amount) AS amount
FROM told WHERE NOT is_barred
GROUP BY k, pledge, part, grade, person, placement, file;
CREATE INDEX said_of ON said(k, pledge, part, period_end);

-- Rows of which nobody can say what they add, so that a total with such a row takes nothing off.
CREATE TABLE open_row AS
SELECT l.k, l.file, l.pledge, l.grade, l.person, l.placement FROM read_line l
WHERE l.basis <> 'in period'
  AND NOT EXISTS (SELECT 1 FROM told s WHERE s.k = l.k AND s.file = l.file AND s.row = l.row AND NOT s.is_barred);
CREATE INDEX open_row_of ON open_row(k, file, pledge);

-- Which running totals speak of a promise, each with its first row: a total holds all there is, so that what it no longer names
-- is nothing from then on.
CREATE TABLE total AS
SELECT k, pledge, part, file, period_end, min(row) AS first_row
FROM told WHERE basis <> 'in period' AND NOT is_barred
GROUP BY k, pledge, part, file;
CREATE INDEX total_of ON total(k, pledge, part, period_end);

-- "Differenced against what was reported to the end of the period before": the last running total, and what single periods
-- after it added.
CREATE TABLE before AS
SELECT t.k, t.pledge, t.part, t.file, e.grade, e.person, e.placement, sum_of(e.amount) AS amount
FROM total t
JOIN said e ON e.k = t.k AND e.pledge = t.pledge AND e.part = t.part AND e.period_end < t.period_end
WHERE NOT EXISTS (SELECT 1 FROM total later
                  WHERE later.k = t.k AND later.pledge = t.pledge AND later.part = t.part
                    AND later.period_end < t.period_end AND later.period_end > e.period_end)
GROUP BY t.k, t.pledge, t.part, t.file, e.grade, e.person, e.placement;
CREATE INDEX before_of ON before(k, file, pledge, grade, person, placement);

-- "Where several rows share what they speak of, the first rows take up what was reported before. A total that falls is a
-- correction: the negative difference is kept", and stands on the last of them.
CREATE TABLE measured_line AS
WITH up_to AS (
    SELECT s.*, b.amount AS reported_before,
           sum_of(s.amount) OVER (PARTITION BY s.k, s.file, s.pledge, s.grade, s.person, s.placement ORDER BY s.row) AS with_it,
           row_number() OVER (PARTITION BY s.k, s.file, s.pledge, s.grade, s.person, s.placement ORDER BY s.row DESC) AS from_last
    FROM told s
    LEFT JOIN before b ON b.k = s.k AND b.file = s.file AND b.pledge = s.pledge AND b.part = s.part AND b.grade = s.grade
                      AND b.person = s.person AND b.placement = s.placement AND s.basis <> 'in period'
    WHERE NOT s.is_barred
)
SELECT k, file, row, pledge, supplier, contract, period_start, period_end, basis, part, known_from, grade, person, placement,
       evidence, start, "end", says, on_day, promised_unit, day, begins,
       CASE WHEN reported_before IS NULL THEN amount
            WHEN from_last = 1 AND compare(with_it, reported_before) < 0
                 AND NOT EXISTS (SELECT 1 FROM open_row o WHERE o.k = up_to.k AND o.file = up_to.file AND o.pledge = up_to.pledge
                                    AND o.grade = up_to.grade AND o.person = up_to.person AND o.placement = up_to.placement)
                THEN minus(with_it, reported_before)
            ELSE minus(greater('0', minus(with_it, reported_before)),
                       greater('0', minus(minus(with_it, amount), reported_before))) END AS amount,
       0 AS is_barred
FROM up_to
UNION ALL
-- What a running total no longer names is taken off, on its first row of the promise.
SELECT s.k, s.file, s.row, s.pledge, s.supplier, s.contract, s.period_start, s.period_end, s.basis, s.part, s.known_from,
       b.grade, b.person, b.placement, '', NULL, NULL, 'correction', s.on_day, s.promised_unit, s.day, s.begins,
       minus('0', b.amount), 0
FROM before b
JOIN total t ON t.k = b.k AND t.pledge = b.pledge AND t.part = b.part AND t.file = b.file
JOIN stated s ON s.k = t.k AND s.file = t.file AND s.row = t.first_row
WHERE compare(b.amount, '0') > 0
  AND NOT EXISTS (SELECT 1 FROM open_row o WHERE o.k = b.k AND o.file = b.file AND o.pledge = b.pledge)
  AND NOT EXISTS (SELECT 1 FROM said now WHERE now.k = b.k AND now.file = b.file AND now.pledge = b.pledge
                     AND now.grade = b.grade AND now.person = b.person AND now.placement = b.placement)
UNION ALL
SELECT k, file, row, pledge, supplier, contract, period_start, period_end, basis, part, known_from, grade, person, placement,
       evidence, start, "end", says, on_day, promised_unit, day, begins, amount, 1
FROM told WHERE is_barred;
CREATE TABLE measured AS SELECT row_number() OVER () AS id, * FROM measured_line;
CREATE INDEX measured_id ON measured(id);
CREATE INDEX measured_of ON measured(k, pledge);
CREATE INDEX measured_row ON measured(k, file, row);
