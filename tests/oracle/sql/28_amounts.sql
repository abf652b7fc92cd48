-- How much a line is, and on which day: docs/counting.md, "How much a line is", "No number is five things".

-- The rows of the returns that count, beside the promise that each names.
CREATE TABLE named_line AS
WITH named AS (
    SELECT l.*, CASE WHEN p.phase <> '' AND p.start IS NOT NULL THEN p.start END AS phase_start,
           CASE WHEN p.phase <> '' AND p.start IS NOT NULL THEN t.due_day END AS phase_due, s.supplier, s.contract, s.period_start, s.period_end, s.basis,
           -- A subcontractor's running totals of another party's promise are its own.
           CASE p.supplier WHEN s.supplier THEN s.part ELSE s.supplier || ' ' || s.part END AS part, s.nil AS in_nil_return, s.known_from,
           p.unit AS promised_unit, p.type, a.on_day, coalesce(l.unit, p.unit) AS given_unit,
           p.week_convention, p.conversion_number, p.conversion_unit, p.conversion_makes, p.committed,
           CASE WHEN l.absence = 'nil' OR l.quantity = '0' THEN 'nil'
                -- "N/A: a query, unless the policy accepts it": then it is as if nothing were reported.
                WHEN l.absence = 'not applicable' AND h.not_applicable_accepted THEN 'nothing'
                WHEN l.absence IN ('pending', 'not applicable', 'suppressed', 'unclear') THEN 'pending'
                WHEN l.quantity IS NOT NULL THEN 'number'
                -- Days are "the number typed, else the column Days"; working days "or Days / 5 where the row gives them"; "a row that
                -- gives no Quantity and no Start, only Days, is converted from days where the Conversion is from days".
                WHEN l.days IS NOT NULL AND (p.unit = 'days' OR (p.unit = 'weeks' AND p.week_convention = 'working days')
                                             OR (p.conversion_unit = 'days' AND l.start IS NULL)) THEN 'days'
                WHEN p.unit = 'weeks' AND l.start IS NOT NULL THEN 'dates'
                -- "A row with Hours per week and no Quantity, which is one person."
                WHEN p.unit = 'FTE' AND l.hours_per_week IS NOT NULL THEN 'person'
                WHEN p.unit = 'FTE years' AND l.hours_per_week IS NOT NULL AND l.start IS NULL THEN 'undated'
                WHEN p.unit = 'FTE years' AND l.hours_per_week IS NOT NULL THEN 'person'
                WHEN NOT l.has_quantity_column AND p.unit IN ('people', 'placements') AND l.person || l.placement <> '' THEN 'one'
                -- "A later row of a placement, person or FTE whose Quantity is blank continues it."
                WHEN p.unit IN ('people', 'placements', 'FTE') AND l.person || l.placement <> '' THEN 'continues'
                WHEN coalesce(l.start, l."end", l.attendees, l.staff, l.days, l.hours_per_week) IS NOT NULL
                     OR l.person || l.placement || l.evidence <> '' THEN 'needed'
                ELSE 'nothing' END AS says
    FROM line l
    JOIN sent s ON s.k = l.k AND s.file = l.file AND s.status = 'counted'
    JOIN asked a ON a.k = l.k
    JOIN house h ON h.k = l.k
    JOIN pledge p ON p.k = l.k AND p.ref = l.pledge AND p.contract IS s.contract
                 -- "A subcontractor's return can report on a promise of its own, or ... on one of the contract's prime or consortium
                 -- members."
                 AND (p.supplier = s.supplier
                      OR (EXISTS (SELECT 1 FROM party own WHERE own.k = s.k AND own.contract = s.contract AND own.supplier = s.supplier
                                     AND own.role = 'subcontractor')
                          AND EXISTS (SELECT 1 FROM party of WHERE of.k = s.k AND of.contract = s.contract AND of.supplier = p.supplier
                                         AND of.role IN ('prime', 'consortium'))))
    JOIN promised t ON t.k = p.k AND t.pledge = p.ref
), all_named AS (
    SELECT * FROM named
    UNION ALL
    -- A nil return says nil of every promise that it has no row for: as if in rows before its first.
    SELECT s.k, s.file, 1 - row_number() OVER (PARTITION BY s.k, s.file ORDER BY p.ref), p.ref, NULL, 'nil', NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, '', '', '', 1,
           CASE WHEN p.phase <> '' AND p.start IS NOT NULL THEN p.start END, CASE WHEN p.phase <> '' AND p.start IS NOT NULL THEN t.due_day END,
           s.supplier, s.contract, s.period_start, s.period_end, s.basis, s.part, s.nil, s.known_from,
           p.unit, p.type, a.on_day, p.unit, p.week_convention, NULL, '', NULL, p.committed, 'nil'
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
       -- Committed: from the day of Start on, and what is still to come "is waited for from that day on".
       CASE WHEN committed AND start IS NOT NULL AND says IN ('dates', 'number', 'days', 'nil', 'pending') THEN start ELSE
       max(CASE WHEN from_dates THEN max(start, min(coalesce("end", period_end), period_end, on_day))
                WHEN basis = 'in post' OR (start IS NULL AND "end" IS NULL) THEN period_end
                WHEN promised_unit IN ('people', 'FTE') AND start IS NOT NULL THEN start
                WHEN "end" IS NULL AND promised_unit IN ('placements', 'weeks', 'days', 'FTE years') THEN period_end
                WHEN "end" IS NULL THEN start
                ELSE min("end", period_end) END,
           -- What goes on from before belongs to the period it is reported in.
           CASE WHEN basis = 'in period' AND ("end" IS NULL OR from_dates OR (promised_unit IN ('people', 'FTE') AND start IS NOT NULL))
                THEN period_start ELSE 0 END) END AS day,
       -- "A line is late only if all of it lies after Due."
       CASE WHEN basis = 'in period' AND NOT (committed AND start IS NOT NULL) THEN max(coalesce(start, period_start), period_start)
            ELSE coalesce(start, period_start) END AS begins
FROM (SELECT *, from_years OR (says = 'dates' AND (week_convention <> 'hours' OR hours_known)) AS from_dates
      FROM (-- "A number that waits for itself is turned into nothing else."
            SELECT *, promised_unit = 'FTE years' AND start IS NOT NULL
                      AND NOT (says = 'number' AND (in_nil_return OR compare(quantity, '0') < 0 OR compare(quantity, '10000000') >= 0
                                                    OR (given_unit = 'people' AND (instr(quantity, '/') > 0
                                                                                   OR (person <> '' AND compare(quantity, '1') > 0)))))
                      AND ((says = 'person' AND hours_known) OR (says = 'number' AND given_unit = 'FTE')
                           OR (says = 'number' AND given_unit = 'people' AND (hours_known OR conversion_unit = 'people'))) AS from_years
            FROM (SELECT *, coalesce(compare(hours_per_week, '60') <= 0, 0) AS hours_known FROM all_named)));
CREATE INDEX named_line_of ON named_line(k, pledge);

-- Why a row is no amount at all.
CREATE TABLE refusal AS
SELECT k, file, row, 'unit-mismatch' AS reason FROM named_line
WHERE says = 'number' AND given_unit <> promised_unit
  AND NOT (promised_unit IN ('attendee hours', 'staff hours') AND given_unit = 'hours')
  AND given_unit <> conversion_unit AND NOT (conversion_unit = 'attendee hours' AND given_unit = 'hours')
  AND NOT (promised_unit IN ('FTE', 'FTE years') AND given_unit IN ('people', 'FTE'))
  AND NOT (promised_unit = 'weeks' AND week_convention = 'hours' AND given_unit = 'hours')
UNION ALL
-- "Without Hours per week the row is set aside", unless a Conversion says `1 person = 1 FTE`.
SELECT k, file, row, 'hours-per-week-needed' FROM named_line
WHERE hours_per_week IS NULL AND ((says = 'dates' AND week_convention = 'hours')
                                  OR (says = 'number' AND promised_unit IN ('FTE', 'FTE years') AND given_unit = 'people'
                                      AND conversion_unit <> 'people'))
UNION ALL
SELECT k, file, row, 'hours-per-week-unlikely' FROM named_line
WHERE compare(hours_per_week, '60') > 0
  AND ((says = 'dates' AND week_convention = 'hours') OR says IN ('person', 'undated')
       OR (says = 'number' AND promised_unit IN ('FTE', 'FTE years') AND given_unit = 'people' AND conversion_unit <> 'people'))
UNION ALL
-- "One in FTE needs dates."
SELECT k, file, row, 'fte-years-need-dates' FROM named_line
WHERE promised_unit = 'FTE years' AND start IS NULL AND (says = 'undated' OR (says = 'number' AND given_unit IN ('FTE', 'people')))
UNION ALL
SELECT k, file, row, 'hours-need-attendees' FROM named_line
WHERE says = 'number' AND promised_unit = 'attendee hours' AND given_unit = 'hours' AND attendees IS NULL
UNION ALL
SELECT k, file, row, 'quantity-part-person' FROM named_line
WHERE says = 'number' AND (promised_unit IN ('people', 'placements') OR given_unit = 'people') AND instr(quantity, '/') > 0
UNION ALL
SELECT k, file, row, 'person-more-than-one' FROM named_line
WHERE says = 'number' AND 'people' IN (promised_unit, given_unit) AND person <> '' AND compare(quantity, '1') > 0
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
SELECT k, file, row, 'nil-contradicted' FROM named_line WHERE in_nil_return AND says IN ('number', 'dates', 'one', 'days', 'person')
UNION ALL
-- Every row whose amount is not known is set aside with what it says.
SELECT r.k, r.file, r.row, 'quantity-' || replace(l.absence, 'not applicable', 'not-applicable')
FROM named_line r JOIN line l USING (k, file, row) WHERE r.says = 'pending';
CREATE INDEX refusal_of ON refusal(k, file, row);

CREATE TABLE read_line AS
SELECT k, file, row, pledge, quantity, absence, unit, start, "end", grade, attendees, staff, days, hours_per_week, share, person,
       placement, evidence, has_quantity_column, supplier, contract, period_start, period_end, basis, part, in_nil_return, known_from,
       promised_unit, type, on_day, given_unit, day, begins, phase_start, phase_due, from_years, week_convention, conversion_number, conversion_unit,
       conversion_makes, committed,
       -- "The inclusive days of the part of Start to End that lies in the return's period (cumulative, in post: up to its end) and not
       -- after the day of the position." No End means still in post.
       -- Committed: "weeks found from dates count from Start to End, also those to come, and whatever the return's period. Without an End
       -- only the weeks so far count."
       max(CASE WHEN basis = 'in period' AND NOT committed THEN max(start, period_start) ELSE start END, coalesce(phase_start, 0)) AS first_day,
       min(CASE WHEN committed AND "end" IS NOT NULL THEN "end" ELSE min(coalesce("end", period_end), period_end, on_day) END,
           coalesce(phase_due, 9999999)) AS last_day,
       -- A row that continues nothing lacks its quantity; "what belongs to a day after the position is no answer yet".
       CASE WHEN says = 'continues' THEN
                CASE WHEN day > on_day OR day < phase_start OR day > phase_due OR "end" < start OR start > period_end OR (basis = 'in period' AND "end" < period_start)
                       OR coalesce(start, "end", period_end) < (SELECT c.start FROM contract c WHERE c.k = n.k AND c.ref = n.contract)
                       OR EXISTS (
                         SELECT 1 FROM named_line o WHERE o.k = n.k AND o.pledge = n.pledge
                            AND o.says IN ('number', 'nil', 'dates', 'one', 'days', 'person') AND (o.person || o.placement) <> ''
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

-- Rows that their own cells set aside, whatever their amount.
CREATE TABLE set_aside_for_itself AS
SELECT k, file, row, 'dates-crossed' AS reason FROM read_line WHERE "end" < start
UNION ALL
SELECT k, file, row, 'dates-outside-period' FROM read_line
WHERE start > period_end OR (basis = 'in period' AND "end" < period_start AND NOT (committed AND says = 'dates'))
UNION ALL
-- "A row whose dates begin before its contract does is set aside and asked about ... So is one that ends before it, and one
-- without dates whose period ends before it."
SELECT l.k, l.file, l.row, 'date-before-contract' FROM read_line l JOIN contract c ON c.k = l.k AND c.ref = l.contract
WHERE l.start < c.start OR l."end" < c.start OR (l.start IS NULL AND l."end" IS NULL AND l.period_end < c.start)
UNION ALL
-- "In a Phase, a row whose day lies before its Start or after its Due is set aside."
SELECT k, file, row, 'outside-phase' FROM read_line
WHERE phase_start IS NOT NULL AND NOT (says = 'dates' OR from_years) AND (day < phase_start OR day > phase_due)
UNION ALL
-- "In days more than these inclusive days; in weeks more than a fifth of them, rounded up to a whole week": of a Quantity in the
-- promise's own unit, or of Days where they are counted, "also beside a nil".
SELECT k, file, row, 'quantity-beyond-dates' FROM (
    SELECT k, file, row, promised_unit, "end" - start + 1 AS of_dates,
           CASE WHEN says = 'number' AND given_unit = promised_unit THEN quantity
                WHEN says IN ('days', 'nil') AND promised_unit = 'days' THEN days
                WHEN says IN ('days', 'nil') AND week_convention = 'working days' THEN divided(days, '5') END AS amount
    FROM read_line WHERE promised_unit IN ('weeks', 'days') AND start <= "end")
WHERE compare(amount, CASE promised_unit WHEN 'days' THEN of_dates ELSE raised(divided(of_dates, '5')) END) > 0
UNION ALL
-- "In hours and FTE years a row that names a person is held against its dates: 24 hours a day, and the years of these days."
SELECT k, file, row, 'quantity-beyond-dates' FROM read_line
WHERE promised_unit IN ('hours', 'FTE years') AND person <> '' AND start <= "end" AND says = 'number' AND given_unit = promised_unit
  AND compare(quantity, CASE promised_unit WHEN 'hours' THEN 24 * ("end" - start + 1) ELSE years_between(start, start, "end") END) > 0;
CREATE INDEX set_aside_for_itself_of ON set_aside_for_itself(k, file, row);

-- "The placement's days are those from Start on, of every row of this placement (Placement ref, else Person ref; without either the row
-- alone), each once."
CREATE TABLE stretches AS
SELECT n.k, n.file, n.row,
       group_concat(o.start || '-' || CASE WHEN o.committed AND o."end" IS NOT NULL THEN o."end"
                                           ELSE min(coalesce(o."end", o.period_end), o.period_end, o.on_day) END, ';') AS days
FROM read_line n
JOIN read_line o ON o.k = n.k AND o.pledge = n.pledge AND o.start IS NOT NULL
                -- A row with a typed number is that many weeks, "and its days are in them".
                AND o.says = 'dates'
                AND ((o.file = n.file AND o.row = n.row)
                     OR (n.person || n.placement <> '' AND CASE o.placement WHEN '' THEN o.person ELSE o.placement END
                                                         = CASE n.placement WHEN '' THEN n.person ELSE n.placement END))
WHERE n.week_convention = 'completed weeks' AND n.says = 'dates'
  -- Rows that are set aside for themselves are no days of it, but for what is shown of such a row itself.
  AND NOT EXISTS (SELECT 1 FROM refusal r WHERE r.k = o.k AND r.file = o.file AND r.row = o.row)
  AND ((o.file = n.file AND o.row = n.row)
       OR NOT EXISTS (SELECT 1 FROM set_aside_for_itself b WHERE b.k = o.k AND b.file = o.file AND b.row = o.row))
GROUP BY n.k, n.file, n.row;
CREATE INDEX stretches_of ON stretches(k, file, row);

-- How much full-time one person of a row is: "a person whose Hours per week are at least the full-time hours is 1, any other that much",
-- or "Hours per week / full-time hours, at most 1 a person". The years of its dates, "cut as weeks are ... counted from its Start".
CREATE TABLE person_of AS
SELECT k, file, row,
       CASE WHEN conversion_unit = 'part time' THEN CASE WHEN compare(hours_per_week, full_time_hours) >= 0 THEN '1' ELSE conversion_makes END
            WHEN conversion_unit = 'people' AND hours_per_week IS NULL THEN divided(conversion_makes, conversion_number)
            ELSE lesser('1', divided(hours_per_week, full_time_hours)) END AS full_time,
       years_between(start, first_day, last_day) AS years
FROM read_line JOIN house USING (k) WHERE promised_unit IN ('FTE', 'FTE years');
CREATE INDEX person_of_row ON person_of(k, file, row);

-- What a row comes to as it stands.
CREATE TABLE stated AS
SELECT l.k, l.file, l.row, l.pledge, l.supplier, l.contract, l.period_start, l.period_end, l.basis, l.part, l.known_from,
       l.grade, l.person, l.placement, l.evidence, l.start, l."end", l.says, l.on_day, l.promised_unit, l.day, l.begins, l.phase_start,
       l.phase_due, l.from_years, coalesce(l.share, '1') AS share, l.share IS NOT NULL AS gives_share,
       CASE WHEN l.says = 'nil' THEN '0'
            WHEN l.says = 'one' THEN '1'
            WHEN l.says = 'person' AND l.promised_unit = 'FTE' THEN f.full_time
            WHEN l.says = 'person' THEN times(f.full_time, f.years)
            WHEN l.says = 'days' AND l.promised_unit = 'days' THEN l.days
            WHEN l.says = 'days' AND l.conversion_unit = 'days' AND l.start IS NULL
                THEN times(l.days, divided(l.conversion_makes, l.conversion_number))
            WHEN l.says = 'days' THEN divided(l.days, '5')
            WHEN l.says = 'dates' THEN CASE l.week_convention
                -- "Mondays to Fridays that are no bank holidays / 5."
                WHEN 'working days' THEN divided(working_days(l.first_day, l.last_day, h.bank_holiday_nation), '5')
                -- "The whole weeks of the placement's days up to the last day that counts, less the whole weeks of its days before the
                -- first day that counts."
                WHEN 'completed weeks' THEN
                    (SELECT CASE WHEN l.last_day < l.first_day THEN '0'
                                 ELSE minus(days_until(t.days, l.last_day) / 7, days_until(t.days, l.first_day - 1) / 7) END
                     FROM stretches t WHERE t.k = l.k AND t.file = l.file AND t.row = l.row)
                -- "Inclusive days / 7 x Hours per week / full-time hours. Nobody is more than full-time."
                WHEN 'hours' THEN times(divided(max(0, l.last_day - l.first_day + 1), '7'), lesser('1', divided(l.hours_per_week, h.full_time_hours)))
                ELSE divided(max(0, l.last_day - l.first_day + 1), '7') END
            WHEN l.given_unit = l.conversion_unit OR (l.conversion_unit = 'attendee hours' AND l.given_unit = 'hours') THEN
                -- "Its quantity x the right side / the left. What makes the other unit is done first."
                times(times(l.quantity, CASE l.conversion_unit WHEN 'attendee hours' THEN coalesce(l.attendees, '1') ELSE '1' END),
                                divided(l.conversion_makes, l.conversion_number))
            WHEN l.promised_unit = 'weeks' AND l.given_unit = 'hours' THEN divided(l.quantity, h.full_time_hours)
            WHEN l.promised_unit = 'FTE' AND l.given_unit = 'people' THEN times(l.quantity, f.full_time)
            WHEN l.promised_unit = 'FTE years' AND l.given_unit = 'people' THEN times(l.quantity, times(f.full_time, f.years))
            WHEN l.promised_unit = 'FTE years' AND l.given_unit = 'FTE' THEN times(l.quantity, f.years)
            WHEN l.promised_unit = 'attendee hours' THEN times(l.quantity, coalesce(l.attendees, '1'))
            WHEN l.promised_unit = 'staff hours' THEN times(l.quantity, coalesce(l.staff, '1'))
            ELSE l.quantity END AS amount
FROM read_line l
JOIN house h ON h.k = l.k
LEFT JOIN person_of f ON f.k = l.k AND f.file = l.file AND f.row = l.row
WHERE l.says NOT IN ('pending', 'nothing', 'needed')
  AND NOT EXISTS (SELECT 1 FROM refusal r WHERE r.k = l.k AND r.file = l.file AND r.row = l.row);
CREATE INDEX stated_of ON stated(k, pledge, period_end);
CREATE INDEX stated_row ON stated(k, file, row);

-- Rows that are shown as they stand and are no part of any total.
CREATE TABLE barred AS
-- "What belongs to a day after the position is shown and not yet counted."
SELECT k, file, row, 'not-yet-delivered' AS reason FROM stated WHERE day > on_day
UNION ALL
SELECT k, file, row, reason FROM set_aside_for_itself JOIN stated USING (k, file, row)
UNION ALL
-- "Weeks and FTE years found from dates are cut at both days instead."
SELECT k, file, row, 'outside-phase' FROM read_line JOIN stated USING (k, file, row)
WHERE stated.phase_start IS NOT NULL AND (stated.says = 'dates' OR stated.from_years) AND last_day < first_day;
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

-- "A row for a single period that begins before a running total ends, and ends after it, waits: part of it is in that total already."
-- Committed: "Once a running total or a stock (of the same supplier and part) has given a figure for the promise, a row found from dates
-- in a return for a single period that ends later waits where its Start is not after the end of that total."
CREATE TABLE over_total AS
SELECT s.k, s.file, s.row, max(NOT (p.committed AND s.says = 'dates')) AS is_period,
       max(p.committed AND s.says = 'dates') AS is_commitment
FROM stated s
JOIN pledge p ON p.k = s.k AND p.ref = s.pledge
JOIN stated t ON t.k = s.k AND t.pledge = s.pledge AND t.supplier = s.supplier AND t.part = s.part AND t.basis <> 'in period'
             AND t.period_end < s.period_end
             AND NOT EXISTS (SELECT 1 FROM barred b WHERE b.k = t.k AND b.file = t.file AND b.row = t.row)
WHERE s.basis = 'in period'
  AND CASE WHEN p.committed AND s.says = 'dates' THEN s.start <= t.period_end
           ELSE t.basis = 'cumulative' AND s.period_start <= t.period_end END
GROUP BY s.k, s.file, s.row;
CREATE INDEX over_total_of ON over_total(k, file, row);
INSERT INTO barred SELECT k, file, row, 'delivery-overlaps-total' FROM over_total;
