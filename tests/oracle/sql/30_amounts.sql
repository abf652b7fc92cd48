-- How much a line is, and on which day: docs/counting.md, "How much a line is", "No number is five things", "Running totals".

-- The rows of the returns that count, beside the promise that each names.
CREATE TABLE named_line AS
WITH named AS (
    SELECT l.*, CASE WHEN p.phase <> '' AND p.start IS NOT NULL THEN p.start END AS phase_start,
           CASE WHEN p.phase <> '' AND p.start IS NOT NULL THEN t.due_day END AS phase_due, s.supplier, s.contract, s.period_start, s.period_end, s.basis, s.part, s.nil AS in_nil_return, s.known_from,
           p.unit AS promised_unit, p.type, a.on_day,
           coalesce(l.unit, p.unit) AS given_unit,
           CASE WHEN l.absence = 'nil' OR l.quantity = '0' THEN 'nil'
                WHEN l.absence IN ('pending', 'not applicable', 'suppressed', 'unclear') THEN 'pending'
                WHEN l.quantity IS NOT NULL THEN 'number'
                WHEN p.unit = 'weeks' AND l.start IS NOT NULL THEN 'dates'
                WHEN NOT l.has_quantity_column AND p.unit IN ('people', 'placements') AND l.person || l.placement <> '' THEN 'one'
                -- "A later row of a placement, person or FTE whose Quantity is blank continues it."
                WHEN p.unit IN ('people', 'placements', 'FTE') AND l.person || l.placement <> '' THEN 'continues'
                WHEN coalesce(l.start, l."end", l.attendees, l.staff, l.days, l.hours_per_week, l.share) IS NOT NULL
                     OR l.person || l.placement || l.evidence <> '' THEN 'needed'
                ELSE 'nothing' END AS says
    FROM line l
    JOIN sent s ON s.k = l.k AND s.file = l.file AND s.status = 'counted'
    JOIN asked a ON a.k = l.k
    JOIN pledge p ON p.k = l.k AND p.ref = l.pledge AND p.supplier = s.supplier AND p.contract IS s.contract
    JOIN promised t ON t.k = p.k AND t.pledge = p.ref
), all_named AS (
    SELECT * FROM named
    UNION ALL
    -- A nil return says nil of every promise that it has no row for: as if in rows before its first.
    SELECT s.k, s.file, 1 - row_number() OVER (PARTITION BY s.k, s.file ORDER BY p.ref), p.ref, NULL, 'nil', NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, '', '', '', 1,
           CASE WHEN p.phase <> '' AND p.start IS NOT NULL THEN p.start END, CASE WHEN p.phase <> '' AND p.start IS NOT NULL THEN t.due_day END,
           s.supplier, s.contract, s.period_start, s.period_end, s.basis, s.part, s.nil, s.known_from,
           p.unit, p.type, a.on_day, p.unit, 'nil'
    FROM sent s
    JOIN asked a ON a.k = s.k
    JOIN pledge p ON p.k = s.k AND p.supplier = s.supplier AND p.contract IS s.contract
    JOIN promised t ON t.k = p.k AND t.pledge = p.ref
    WHERE s.nil AND s.status = 'counted'
      AND NOT EXISTS (SELECT 1 FROM named n WHERE n.k = s.k AND n.file = s.file AND n.pledge = p.ref AND n.says NOT IN ('nothing', 'continues'))
)
SELECT *,
       -- "With dates, people and full-time equivalents belong to their start, everything else to its end (at the latest the
       -- period's end). A quantity without dates belongs to the last day of its period." Without an End what lasts (placements,
       -- weeks, days, FTE years) is taken to last to the period's end, and all else to have been on its Start. "A stock (in
       -- post) belongs to the last day of its period."
       max(CASE WHEN says = 'dates' THEN max(start, min(coalesce("end", period_end), period_end, on_day))
                WHEN basis = 'in post' OR (start IS NULL AND "end" IS NULL) THEN period_end
                WHEN promised_unit IN ('people', 'FTE') AND start IS NOT NULL THEN start
                WHEN "end" IS NULL AND promised_unit IN ('placements', 'weeks', 'days', 'FTE years') THEN period_end
                WHEN "end" IS NULL THEN start
                ELSE min("end", period_end) END,
           -- What goes on from before belongs to the period it is reported in.
           CASE WHEN basis = 'in period' AND ("end" IS NULL OR says = 'dates' OR promised_unit IN ('people', 'FTE'))
                THEN period_start ELSE 0 END) AS day,
       -- "A line is late only if all of it lies after Due."
       CASE WHEN basis = 'in period' THEN max(coalesce(start, period_start), period_start)
            ELSE coalesce(start, period_start) END AS begins
FROM all_named;
CREATE INDEX named_line_of ON named_line(k, pledge);

-- Why a row is no amount at all.
CREATE TABLE refusal AS
SELECT k, file, row, 'unit-mismatch' AS reason FROM named_line
WHERE says = 'number' AND given_unit <> promised_unit
  AND NOT (promised_unit IN ('attendee hours', 'staff hours') AND given_unit = 'hours')
UNION ALL
SELECT k, file, row, 'hours-need-attendees' FROM named_line
WHERE says = 'number' AND promised_unit = 'attendee hours' AND given_unit = 'hours' AND attendees IS NULL
UNION ALL
SELECT k, file, row, 'quantity-part-person' FROM named_line
WHERE says = 'number' AND promised_unit IN ('people', 'placements') AND instr(quantity, '/') > 0
UNION ALL
SELECT k, file, row, 'person-more-than-one' FROM named_line
WHERE says = 'number' AND promised_unit = 'people' AND person <> '' AND compare(quantity, '1') > 0
UNION ALL
SELECT k, file, row, 'quantity-negative' FROM named_line WHERE says = 'number' AND compare(quantity, '0') < 0
UNION ALL
-- "A number of ten million or more (a thousand million pounds) is taken for a telephone or payroll number."
SELECT k, file, row, 'quantity-too-large' FROM named_line
WHERE says = 'number' AND compare(quantity, CASE promised_unit WHEN 'GBP' THEN '1000000000' ELSE '10000000' END) >= 0
UNION ALL
-- "A percentage that a return types counts where it speaks of all there is (cumulative, in post)"; one that is worked out is not typed.
SELECT n.k, n.file, n.row, CASE WHEN p.share_part IS NOT NULL THEN 'percentage-derived' ELSE 'percentage-in-period' END
FROM named_line n JOIN pledge p ON p.k = n.k AND p.ref = n.pledge
WHERE p.unit = '%' AND n.says = 'number' AND (p.share_part IS NOT NULL OR n.basis = 'in period')
UNION ALL
SELECT k, file, row, 'nil-contradicted' FROM named_line WHERE in_nil_return AND says IN ('number', 'dates', 'one')
UNION ALL
-- Every row whose amount is not known is set aside with what it says.
SELECT r.k, r.file, r.row, 'quantity-' || replace(l.absence, 'not applicable', 'not-applicable')
FROM named_line r JOIN line l USING (k, file, row) WHERE r.says = 'pending';
CREATE INDEX refusal_of ON refusal(k, file, row);

CREATE TABLE read_line AS
SELECT k, file, row, pledge, quantity, absence, unit, start, "end", grade, attendees, staff, days, hours_per_week, share, person,
       placement, evidence, has_quantity_column, supplier, contract, period_start, period_end, basis, part, in_nil_return, known_from,
       promised_unit, type, on_day, given_unit, day, begins, phase_start, phase_due,
       -- A row that continues nothing lacks its quantity; "what belongs to a day after the position is no answer yet".
       CASE WHEN says = 'continues' THEN
                CASE WHEN day > on_day OR "end" < start OR start > period_end OR (basis = 'in period' AND "end" < period_start)
                       OR coalesce(start, "end", period_end) < (SELECT c.start FROM contract c WHERE c.k = n.k AND c.ref = n.contract)
                       OR EXISTS (
                         SELECT 1 FROM named_line o WHERE o.k = n.k AND o.pledge = n.pledge
                            AND o.says IN ('number', 'nil', 'dates', 'one') AND (o.person || o.placement) <> ''
                            AND NOT EXISTS (SELECT 1 FROM refusal r WHERE r.k = o.k AND r.file = o.file AND r.row = o.row)
                            AND CASE o.placement WHEN '' THEN o.person ELSE o.placement END
                              = CASE n.placement WHEN '' THEN n.person ELSE n.placement END)
                     THEN 'nothing' ELSE 'needed' END
            ELSE says END AS says
FROM named_line n;
CREATE INDEX read_line_of ON read_line(k, pledge);
CREATE INDEX read_line_row ON read_line(k, file, row);

INSERT INTO refusal
SELECT k, file, row, CASE WHEN promised_unit = 'weeks' THEN 'weeks-need-dates' ELSE 'quantity-needed' END
FROM read_line WHERE says = 'needed';

-- What a row comes to as it stands.
CREATE TABLE stated AS
SELECT l.k, l.file, l.row, l.pledge, l.supplier, l.contract, l.period_start, l.period_end, l.basis, l.part, l.known_from,
       l.grade, l.person, l.placement, l.evidence, l.start, l."end", l.says, l.on_day, l.promised_unit, l.day, l.begins, l.phase_start,
       l.phase_due,
       CASE WHEN l.says = 'nil' THEN '0'
            WHEN l.says = 'one' THEN '1'
            -- "The inclusive days of the part of Start to End that lies in the return's period (cumulative, in post: up to its
            -- end) and not after the day of the position, divided by 7. No End means still in post."
            WHEN l.says = 'dates' THEN
                divided(max(0, min(coalesce(l."end", l.period_end), l.period_end, l.on_day, coalesce(l.phase_due, 9999999))
                               - max(CASE WHEN l.basis = 'in period' THEN max(l.start, l.period_start) ELSE l.start END,
                                     coalesce(l.phase_start, 0)) + 1), '7')
            WHEN l.promised_unit = 'attendee hours' THEN times(l.quantity, coalesce(l.attendees, '1'))
            WHEN l.promised_unit = 'staff hours' THEN times(l.quantity, coalesce(l.staff, '1'))
            ELSE l.quantity END AS amount
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
SELECT k, file, row, 'dates-crossed' FROM stated WHERE "end" < start
UNION ALL
SELECT k, file, row, 'dates-outside-period' FROM stated
WHERE start > period_end OR (basis = 'in period' AND "end" < period_start)
UNION ALL
-- "A row whose dates begin before its contract does is set aside and asked about ... So is one that ends before it, and one
-- without dates whose period ends before it."
SELECT s.k, s.file, s.row, 'date-before-contract' FROM stated s JOIN contract c ON c.k = s.k AND c.ref = s.contract
WHERE s.start < c.start OR s."end" < c.start OR (s.start IS NULL AND s."end" IS NULL AND s.period_end < c.start);
INSERT INTO barred
-- "In a Phase, a row whose day lies before its Start or after its Due is set aside. Weeks and FTE years found from dates are cut at
-- both days instead."
SELECT k, file, row, 'outside-phase' FROM stated
WHERE phase_start IS NOT NULL
  AND CASE WHEN says = 'dates' THEN amount = '0' ELSE day < phase_start OR day > phase_due END;
INSERT INTO barred
-- "In days more than these inclusive days; in weeks more than a fifth of them, rounded up to a whole week."
SELECT s.k, s.file, s.row, 'quantity-beyond-dates' FROM stated s JOIN line l USING (k, file, row)
WHERE s.promised_unit IN ('weeks', 'days') AND s.says = 'number' AND s.start <= s."end"
  AND compare(l.quantity, CASE s.promised_unit WHEN 'days' THEN s."end" - s.start + 1
                                               ELSE raised(divided(s."end" - s.start + 1, '5')) END) > 0;
CREATE INDEX barred_of ON barred(k, file, row);

-- "Where several rows of one running total or stock give the same promise, grade, Person ref and Placement ref, ... the first such
-- row, by its place in the file, that gives more than 0 is what the total says; each further one that does is set aside before
-- totals are differenced, is not claimed, and leaves nothing open."
CREATE TABLE named_twice AS
SELECT k, file, row, reason FROM (
    SELECT k, file, row, CASE promised_unit WHEN 'placements' THEN 'duplicate-placement' ELSE 'duplicate-person' END AS reason,
           row_number() OVER (PARTITION BY k, file, pledge, grade, person, placement ORDER BY row) AS place
    FROM stated s
    WHERE basis <> 'in period' AND compare(amount, '0') > 0
      AND ((promised_unit IN ('people', 'FTE') AND person <> '') OR (promised_unit = 'placements' AND person || placement <> ''))
      AND NOT EXISTS (SELECT 1 FROM barred b WHERE b.k = s.k AND b.file = s.file AND b.row = s.row)
) WHERE place > 1;
INSERT INTO barred SELECT * FROM named_twice;
CREATE INDEX named_twice_of ON named_twice(k, file, row);

CREATE TABLE told AS
SELECT s.*, EXISTS (SELECT 1 FROM barred b WHERE b.k = s.k AND b.file = s.file AND b.row = s.row) AS is_barred FROM stated s;
CREATE INDEX told_row ON told(k, file, row);

-- Rows of which nobody can say what they add, so that a total with such a row takes nothing off.
CREATE TABLE open_row AS
SELECT l.k, l.file, l.pledge, l.grade, l.person, l.placement FROM read_line l
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

CREATE TABLE settled (k, pledge, part, period_end, grade, person, placement);
CREATE INDEX settled_of ON settled(k, pledge, part, person);

-- What each row adds. Rows for single periods add what they say.
CREATE TABLE measured (
    id INTEGER PRIMARY KEY, k, file, row, pledge, supplier, contract, period_start, period_end, basis, part, known_from, grade, person,
    placement, evidence, start, "end", says, on_day, promised_unit, day, begins, amount, is_barred
);
CREATE INDEX measured_of ON measured(k, pledge, part, period_end);
CREATE INDEX measured_row ON measured(k, file, row);

INSERT INTO measured
SELECT NULL, k, file, row, pledge, supplier, contract, period_start, period_end, basis, part, known_from, grade, person, placement,
       evidence, start, "end", says, on_day, promised_unit, day, begins, amount, is_barred
FROM told WHERE basis = 'in period' OR is_barred;
