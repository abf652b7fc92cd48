-- What lasted too short: docs/counting.md, "Minimum length".

-- "All rows of one promise and Placement ref (blank: Person ref) are one placement; a row with neither is a placement of its own." The
-- rows that tell how long each was: what is nil tells nothing, and "rows that are set aside for themselves add nothing".
-- Without a reference, the rows of running totals and stocks with the same Start speak in turn of the same.
CREATE TABLE placement_row AS
SELECT l.k, l.pledge, coalesce(nullif(l.placement, ''), nullif(l.person, '')) AS ref, n.name,
       l.part, l.file, l.row, l.basis, l.period_end, l.on_day, l.start, l."end", l.days, l.hours_per_week, l.given_unit, l.day,
       CASE WHEN l.says = 'number' THEN l.quantity END AS quantity,
       -- "Dates end at the latest with their return's period and with the day of the position (no End: still there); Days belong to the
       -- day of their row (End, else the end of the period), and are not there before it."
       min(coalesce(l."end", l.period_end), l.period_end) AS last_day,
       min(coalesce(l."end", l.period_end), l.period_end) <= l.on_day AS is_there,
       p.minimum, p.minimum_unit, p.minimum_consecutive, h.bank_holiday_nation AS nation
FROM pledge p
JOIN read_line l ON l.k = p.k AND l.pledge = p.ref
JOIN placement_name n ON n.k = l.k AND n.file = l.file AND n.row = l.row
JOIN house h ON h.k = l.k
WHERE p.minimum IS NOT NULL;
CREATE INDEX placement_row_of ON placement_row(k, pledge, name, part);

-- What each row tells: Days attended, a stretch of dates, an amount in weeks, days or hours, or nothing.
CREATE TABLE placement_told AS
WITH kind AS (
    SELECT *,
           CASE WHEN minimum_unit = 'hours' AND quantity IS NOT NULL AND given_unit IN ('hours', 'staff hours', 'attendee hours')
                     AND day <= on_day THEN 'hours'
                WHEN minimum_unit = 'hours' AND hours_per_week IS NULL THEN CASE WHEN days IS NOT NULL AND NOT is_there THEN 'to come' ELSE 'nothing' END
                WHEN days IS NOT NULL THEN CASE WHEN is_there THEN 'days' ELSE 'to come' END
                WHEN start IS NOT NULL THEN CASE WHEN start <= min(last_day, on_day) THEN 'dates' ELSE 'to come' END
                -- "A row with a reference and with neither Days nor Start, whose Quantity is in weeks or days, is as long as that."
                WHEN ref IS NOT NULL AND quantity IS NOT NULL AND given_unit IN ('weeks', 'days') AND day <= on_day THEN given_unit
                ELSE 'nothing' END AS tells
    FROM placement_row
), latest AS (
    SELECT k, pledge, name, part, max(period_end) AS period_end FROM kind
    WHERE basis <> 'in period' AND tells NOT IN ('nothing', 'to come') GROUP BY k, pledge, name, part
), holding AS (
    -- "What a running total or a stock tells stands in the place of what was told before (of the same Part)."
    SELECT t.*, row_number() OVER (PARTITION BY k, pledge, name ORDER BY t.period_end, coalesce(t.start, 0), coalesce(t."end", 9999999),
                                   CAST(coalesce(t.hours_per_week, '0') AS REAL), as_counted(t.file), t.row) AS turn
    FROM kind t LEFT JOIN latest l USING (k, pledge, name, part)
    WHERE l.period_end IS NULL OR CASE t.basis WHEN 'in period' THEN t.period_end > l.period_end ELSE t.period_end >= l.period_end END
)
SELECT t.*,
       -- "At least as many Days as there are working days between them and no more than all days", which no row before tells.
       t.tells = 'days' AND t.start IS NOT NULL AND t."end" IS NOT NULL
           AND compare(t.days, working_days(t.start, t.last_day, t.nation)) >= 0 AND compare(t.days, t.last_day - t.start + 1) <= 0
           AND NOT EXISTS (SELECT 1 FROM holding o WHERE o.k = t.k AND o.pledge = t.pledge AND o.name = t.name AND o.turn < t.turn
                              AND o.tells = 'days' AND o.start <= t.last_day AND o.last_day >= t.start) AS is_run
FROM holding t;
CREATE INDEX placement_told_of ON placement_told(k, pledge, name, part);

-- How long it is: "in a placement of several parts of the contract (Part), each part speaks for itself, and they are added", no day twice.
CREATE TABLE placement_length AS
WITH beside AS (
    -- "Each day once and none that lies within Start to End of a row with Days."
    SELECT k, pledge, name, group_concat(start || '-' || last_day, ';') AS attended
    FROM placement_told WHERE tells = 'days' AND start IS NOT NULL GROUP BY k, pledge, name
), told AS (
    SELECT t.k, t.pledge, t.name, t.minimum_unit, t.minimum_consecutive, t.nation, t.hours_per_week,
           sum_of(CASE WHEN tells = 'hours' THEN quantity ELSE '0' END) AS hours,
           sum_of(CASE WHEN tells = 'days' THEN coalesce(days, quantity) ELSE '0' END) AS attended,
           sum_of(CASE WHEN tells = 'weeks' THEN times(quantity, '7') ELSE '0' END) AS days_of_weeks,
           group_concat(CASE WHEN tells = 'dates' THEN start || '-' || min(last_day, on_day) END, ';') AS dates,
           group_concat(CASE WHEN is_run THEN start || '-' || last_day || '=' || days END, ';') AS worked
    FROM placement_told t
    GROUP BY t.k, t.pledge, t.name, CASE WHEN minimum_unit = 'hours' THEN hours_per_week END
)
SELECT t.k, t.pledge, t.name,
       sum_of(CASE WHEN minimum_consecutive THEN
                       longest_run(dates, worked, b.attended, nation, CASE minimum_unit WHEN 'weeks' THEN 7 ELSE 1 END,
                                   CASE minimum_unit WHEN 'weeks' THEN 5 ELSE 1 END)
                   WHEN minimum_unit = 'days' THEN plus(t.attended, plus(days_of_weeks, days_beside(dates, b.attended)))
                   -- "5 days attended are a week, and so are 7 calendar days; both are added." Of hours "Hours per week x weeks as just told".
                   ELSE plus(hours, times(CASE minimum_unit WHEN 'hours' THEN coalesce(hours_per_week, '0') ELSE '1' END,
                                          plus(divided(t.attended, '5'),
                                               divided(plus(days_of_weeks, days_beside(dates, b.attended)), '7')))) END) AS length
FROM told t LEFT JOIN beside b USING (k, pledge, name)
GROUP BY t.k, t.pledge, t.name;
CREATE INDEX placement_length_of ON placement_length(k, pledge, name);

CREATE TABLE placement_verdict AS
WITH whole AS (
    SELECT t.k, t.pledge, t.name, t.minimum, l.length, count(*) AS rows,
           -- "A row of it tells nothing (for consecutive days: not which days)."
           max((t.tells = 'nothing' AND t.day <= t.on_day)
               OR (t.minimum_consecutive AND t.tells IN ('days', 'weeks') AND NOT t.is_run)) AS is_open,
           -- "A row of several people or placements without a reference ...: its Days may be those of each or of all together."
           CASE WHEN count(*) = 1 THEN
                max(CASE WHEN t.ref IS NULL AND t.days IS NOT NULL AND t.given_unit IN ('people', 'placements', 'FTE')
                              AND compare(t.quantity, '1') > 0 THEN t.quantity END) END AS several
    FROM placement_told t JOIN placement_length l USING (k, pledge, name)
    GROUP BY t.k, t.pledge, t.name
)
SELECT *,
       CASE WHEN several IS NOT NULL THEN
                CASE WHEN compare(divided(length, several), minimum) >= 0 THEN NULL
                     WHEN compare(length, minimum) < 0 AND NOT is_open THEN 'under-minimum-length'
                     ELSE 'length-not-told' END
            -- "Exactly as long is long enough."
            WHEN compare(length, minimum) >= 0 THEN NULL
            WHEN is_open THEN 'length-not-told'
            ELSE 'under-minimum-length' END AS reason
FROM whole;
CREATE INDEX placement_verdict_of ON placement_verdict(k, pledge, name);

-- "A placement shorter than the promise's Minimum length is set aside with all its rows."
INSERT INTO held
SELECT o.id, v.reason FROM placement_verdict v JOIN placement_of o USING (k, pledge, name) WHERE v.reason IS NOT NULL;
