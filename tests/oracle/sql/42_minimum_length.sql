-- What lasted too short: docs/counting.md, "Minimum length".

-- Each row that speaks of a placement, with what it tells of its length. "A line that one rule sets aside is not there for the rules after
-- it": what an earlier total holds already.
CREATE TABLE length_row AS
WITH spoken_of AS (
    SELECT n.k, n.pledge, n.name, l.file, l.row, l.part, l.basis, l.period_end, l.start, l."end" IS NOT NULL AS gives_end, l.on_day,
           printf('%07d ', l.period_end) || l.file || printf(' %06d', l.row) AS place,
           p.minimum, p.minimum_unit AS unit, p.minimum_consecutive AS consecutive, h.bank_holiday_nation AS nation, l.hours_per_week,
           -- "Dates end at the latest with their return's period and with the day of the position (no End: still there)."
           min(coalesce(l."end", l.period_end), l.period_end, l.on_day) AS last_day,
           l.days,
           -- "A row of several people or placements without a reference"; more than 1 FTE is several, "nobody is more than full-time".
           CASE WHEN l.says = 'number' AND l.given_unit IN ('people', 'placements', 'FTE') AND l.person || l.placement = ''
                     AND compare(l.quantity, '1') > 0 THEN l.quantity ELSE '1' END AS several,
           -- "The Quantity of rows in hours, staff hours or attendee hours, before it is multiplied or converted."
           CASE WHEN l.says = 'number' AND l.given_unit IN ('hours', 'staff hours', 'attendee hours') THEN l.quantity END AS hours,
           -- "A row with a reference and with neither Days nor Start, whose Quantity is in weeks or days, is as long as that."
           CASE WHEN l.says = 'number' AND l.person || l.placement <> '' AND l.days IS NULL AND l.start IS NULL AND l.given_unit IN ('weeks', 'days')
                THEN l.quantity END AS typed, l.given_unit AS typed_unit
    FROM placement_name n
    JOIN pledge p ON p.k = n.k AND p.ref = n.pledge AND p.minimum IS NOT NULL
    JOIN house h ON h.k = n.k
    JOIN read_line l ON l.k = n.k AND l.file = n.file AND l.row = n.row AND l.pledge = n.pledge
    -- "Days belong to the day of their row (End, else the end of the period), and are not there before it." Dates are there from Start on,
    -- also of a row without a Quantity, which "counts nothing itself, and its days do"; "what is not yet delivered adds nothing".
    WHERE CASE WHEN p.minimum_unit = 'hours' AND l.says = 'number' AND l.given_unit IN ('hours', 'staff hours', 'attendee hours') THEN l.day
               WHEN l.days IS NOT NULL THEN min(coalesce(l."end", l.period_end), l.period_end)
               WHEN l.start IS NOT NULL THEN l.start ELSE l.day END <= l.on_day
      AND NOT EXISTS (SELECT 1 FROM barred b WHERE b.k = n.k AND b.file = n.file AND b.row = n.row
                         AND b.reason IN ('delivery-overlaps-total', 'commitment-overlaps'))
), of_days AS (
    -- "Its Days may be those of each or of all together."
    SELECT *, days AS most_days, divided(days, several) AS least_days,
           -- "A week is 7 days, and 5 days are a week."
           CASE typed_unit WHEN 'weeks' THEN times(typed, '7') ELSE typed END AS typed_days,
           CASE typed_unit WHEN 'weeks' THEN typed ELSE divided(typed, '5') END AS typed_weeks, start || '-' || last_day AS stretch,
           working_days(start, last_day, nation) AS working, last_day - start + 1 AS all_days
    FROM spoken_of
), runs AS (
    -- "A row with Days is one run of so many days if it gives Start and End and at least as many Days as there are working days between
    -- them, at most all days."
    SELECT *, coalesce(gives_end AND compare(most_days, working) >= 0 AND compare(most_days, all_days) <= 0, 0) AS most_run,
           coalesce(gives_end AND compare(least_days, working) >= 0 AND compare(most_days, all_days) <= 0, 0) AS least_run
    FROM of_days
)
SELECT *,
       CASE WHEN consecutive THEN CASE WHEN days IS NULL THEN start IS NOT NULL ELSE most_run OR least_run END
            WHEN unit = 'hours' THEN hours IS NOT NULL OR (hours_per_week IS NOT NULL AND coalesce(days, start, typed) IS NOT NULL)
            ELSE coalesce(days, start, typed) IS NOT NULL END AS tells
FROM runs;
CREATE INDEX length_row_of ON length_row(k, pledge, name);

-- "What a running total or a stock tells of a placement holds all up to its end: it stands in the place of what was told of it before (of the
-- same Part). One that tells nothing takes nothing away." "In a placement of several parts of the contract (Part), each part speaks for
-- itself, and they are added": all their rows are looked at together, each day once. Also one that does not tell which days tells how many.
CREATE TABLE length_told AS
SELECT * FROM length_row r
WHERE NOT EXISTS (
    SELECT 1 FROM length_row t
    WHERE t.k = r.k AND t.pledge = r.pledge AND t.name = r.name AND t.part = r.part AND t.basis <> 'in period' AND t.file <> r.file
      AND (t.tells OR (t.consecutive AND coalesce(t.days, t.typed) IS NOT NULL))
      AND (t.period_end > r.period_end OR (t.period_end = r.period_end AND (r.basis = 'in period' OR t.file > r.file))));
CREATE INDEX length_told_of ON length_told(k, pledge, name);

-- "None of which a run before it told already (by the end of their period, then their Start); otherwise nobody can tell which days they were."
-- A row without Days tells none that lies within one with Days.
CREATE TABLE run_in_turn AS
SELECT k, pledge, name, file, row, stretch, all_days, row_number() OVER (PARTITION BY k, pledge, name ORDER BY period_end, start, place) AS n
FROM length_told WHERE consecutive AND (most_run OR least_run);
CREATE INDEX run_in_turn_of ON run_in_turn(k, pledge, name, n);
CREATE TABLE repeated_run AS
WITH RECURSIVE taken(k, pledge, name, n, file, row, told, repeats) AS (
    SELECT k, pledge, name, n, file, row, stretch, 0 FROM run_in_turn WHERE n = 1
    UNION ALL
    SELECT r.k, r.pledge, r.name, r.n, r.file, r.row, CASE WHEN days_beside(r.stretch, t.told) = r.all_days THEN t.told || ';' || r.stretch ELSE t.told END,
           days_beside(r.stretch, t.told) < r.all_days
    FROM taken t JOIN run_in_turn r ON r.k = t.k AND r.pledge = t.pledge AND r.name = t.name AND r.n = t.n + 1
)
SELECT k, pledge, name, file, row FROM taken WHERE repeats;
CREATE INDEX repeated_run_of ON repeated_run(k, pledge, name, file, row);
UPDATE length_told SET most_run = 0, least_run = 0, tells = 0
WHERE EXISTS (SELECT 1 FROM repeated_run o WHERE o.k = length_told.k AND o.pledge = length_told.pledge AND o.name = length_told.name
                 AND o.file = length_told.file AND o.row = length_told.row);

-- "The calendar days from Start to End of its rows without Days, each day once and none that lies within Start to End of a row with Days."
CREATE TABLE dated AS
SELECT k, pledge, name, group_concat(stretch, ';') FILTER (WHERE days IS NULL) AS stretches,
       group_concat(stretch, ';') FILTER (WHERE days IS NOT NULL) AS attended
FROM length_told GROUP BY k, pledge, name;
CREATE INDEX dated_of ON dated(k, pledge, name);

-- "Hours: the Quantity of rows in hours, staff hours or attendee hours; else Hours per week x weeks as just told", each day by the first row
-- that tells it.
CREATE TABLE hours_told AS
SELECT k, pledge, name,
       sum_of(coalesce(hours, times(hours_per_week, plus(coalesce(divided(most_days, '5'), typed_weeks, '0'), dated_weeks)), '0')) AS most,
       sum_of(coalesce(hours, times(hours_per_week, plus(coalesce(divided(least_days, '5'), typed_weeks, '0'), dated_weeks)), '0')) AS least
FROM (SELECT t.*, CASE WHEN t.days IS NULL AND t.start IS NOT NULL THEN divided(days_beside(t.stretch, coalesce(d.attended, '') || coalesce((
                            SELECT ';' || group_concat(b.stretch, ';') FROM length_told b
                            WHERE b.k = t.k AND b.pledge = t.pledge AND b.name = t.name AND b.place < t.place AND b.days IS NULL
                              AND b.hours IS NULL AND b.hours_per_week IS NOT NULL), '')), '7')
                        ELSE '0' END AS dated_weeks
      FROM length_told t JOIN dated d USING (k, pledge, name) WHERE t.unit = 'hours')
GROUP BY k, pledge, name;
CREATE INDEX hours_told_of ON hours_told(k, pledge, name);

-- How long each placement is at the most and at the least, in the unit of its Minimum length.
CREATE TABLE placement_length AS
SELECT t.k, t.pledge, t.name, t.minimum, t.unit, t.consecutive, count(*) AS rows, min(t.tells) AS all_tell,
       max(t.several <> '1' AND t.days IS NOT NULL) AS several,
       CASE WHEN t.consecutive THEN
                -- "The longest run of days by dates. Saturdays, Sundays and bank holidays of the policy's nation between two rows do not
                -- break a run, and are not counted in it."
                longest_run(d.stretches, group_concat(t.stretch || '=' || t.most_days, ';') FILTER (WHERE t.most_run), d.attended, t.nation,
                            CASE t.unit WHEN 'days' THEN 1 ELSE 7 END, CASE t.unit WHEN 'days' THEN 1 ELSE 5 END)
            WHEN t.unit = 'hours' THEN h.most
            -- "5 days attended are a week, and so are 7 calendar days; both are added."
            WHEN t.unit = 'weeks' THEN plus(divided(days_beside(d.stretches, d.attended), '7'),
                                        sum_of(coalesce(divided(t.most_days, '5'), t.typed_weeks, '0')))
            -- "The Days of its rows, added up, and beside them the calendar days."
            ELSE plus(days_beside(d.stretches, d.attended), sum_of(coalesce(t.most_days, t.typed_days, '0'))) END AS most,
       CASE WHEN t.consecutive THEN
                longest_run(d.stretches, group_concat(t.stretch || '=' || t.least_days, ';') FILTER (WHERE t.least_run), d.attended, t.nation,
                            CASE t.unit WHEN 'days' THEN 1 ELSE 7 END, CASE t.unit WHEN 'days' THEN 1 ELSE 5 END)
            WHEN t.unit = 'hours' THEN h.least
            WHEN t.unit = 'weeks' THEN plus(divided(days_beside(d.stretches, d.attended), '7'),
                                        sum_of(coalesce(divided(t.least_days, '5'), t.typed_weeks, '0')))
            ELSE plus(days_beside(d.stretches, d.attended), sum_of(coalesce(t.least_days, t.typed_days, '0'))) END AS least
FROM length_told t
JOIN dated d USING (k, pledge, name)
LEFT JOIN hours_told h USING (k, pledge, name)
GROUP BY t.k, t.pledge, t.name;

CREATE TABLE long_enough AS
SELECT *,
       -- "Exactly as long is long enough"; Days "are enough where Days / Quantity is enough, too few where Days are too few, and
       -- length-not-told between".
       CASE WHEN compare(least, minimum) >= 0 THEN NULL
            WHEN compare(most, minimum) >= 0 THEN 'length-not-told'
            -- "Where a placement is not long enough by what is told, and a row of it tells nothing (for consecutive days: not which days)."
            WHEN NOT all_tell THEN 'length-not-told'
            ELSE 'under-minimum-length' END AS reason
FROM (
    SELECT k, pledge, name, minimum, unit, consecutive, rows, all_tell, several, most, least FROM placement_length
    UNION ALL
    -- Of which nothing is there yet.
    SELECT DISTINCT n.k, n.pledge, n.name, p.minimum, p.minimum_unit, p.minimum_consecutive, 0, 1, 0, '0', '0'
    FROM placement_name n JOIN pledge p ON p.k = n.k AND p.ref = n.pledge AND p.minimum IS NOT NULL
    WHERE NOT EXISTS (SELECT 1 FROM length_told t WHERE t.k = n.k AND t.pledge = n.pledge AND t.name = n.name));
CREATE INDEX long_enough_of ON long_enough(k, pledge, name);

-- "A placement shorter than the promise's Minimum length is set aside with all its rows."
INSERT INTO held
SELECT o.id, v.reason FROM long_enough v JOIN placement_of o USING (k, pledge, name)
WHERE v.reason IS NOT NULL AND NOT EXISTS (SELECT 1 FROM held h WHERE h.id = o.id);
