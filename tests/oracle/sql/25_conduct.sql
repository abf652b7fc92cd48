-- How returns came: docs/counting.md, "How returns came".

-- "A contract with Returns every asks each supplier that has promises under it, and each prime and consortium member, for one return a
-- period: a month, a quarter or a year from Returns from (blank: Start) on, and so on to its End as varied by the day, where the last one ends. A period is asked about from
-- its last day on; its return is due so many days after that as Returns due within says (blank: the policy's)."
CREATE TABLE asked_period AS
WITH RECURSIVE schedule AS (
    SELECT c.k, c.ref AS contract, coalesce(c.returns_from, c.start) AS first, a.on_day, coalesce(c.due_within, h.due_within) AS due_within,
           CASE c.returns_every WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'year' THEN 12 END AS months,
           coalesce((SELECT v.new_end FROM variation v WHERE v.k = c.k AND v.contract = c.ref AND v.pledge IS NULL AND v.new_end IS NOT NULL
                        AND v.effective <= a.on_day ORDER BY v.effective DESC LIMIT 1), c."end") AS over
    FROM contract c JOIN asked a ON a.k = c.k JOIN house h ON h.k = c.k
    WHERE c.returns_every <> 'none'
), period AS (
    SELECT *, 0 AS n, first AS first_day, min(months_after(first, months) - 1, over) AS last_day FROM schedule WHERE first <= over
    UNION ALL
    SELECT k, contract, first, on_day, due_within, months, over, n + 1, last_day + 1, min(months_after(first, months * (n + 2)) - 1, over)
    FROM period WHERE last_day < min(over, on_day)
)
SELECT p.k, s.supplier, p.contract, p.first_day, p.last_day, p.last_day + p.due_within AS due_day, p.on_day
FROM period p
JOIN (SELECT k, supplier, contract FROM pledge WHERE contract IS NOT NULL
      UNION SELECT k, supplier, contract FROM party WHERE role <> 'subcontractor') s ON s.k = p.k AND s.contract = p.contract
WHERE p.last_day <= p.on_day;
CREATE INDEX asked_period_of ON asked_period(k, supplier, contract);

-- "Any return whose own period covers it or ends on its last day is a return for it." "The day that counts is that of the first return
-- for the period, as far as a day was written; a return that was rejected has not come."
CREATE TABLE answered_period AS
SELECT p.*, count(s.file) > 0 AS has_come, min(s.came_on) AS first_known
FROM asked_period p
LEFT JOIN sent s ON s.k = p.k AND s.supplier = p.supplier AND s.contract = p.contract AND s.status NOT IN ('rejected', 'not yet known')
                AND (s.period_end = p.last_day OR (s.period_start <= p.first_day AND s.period_end >= p.last_day))
GROUP BY p.k, p.supplier, p.contract, p.first_day, p.last_day;

CREATE TABLE period_conduct AS
SELECT a.k, a.supplier, a.contract, a.first_day, a.last_day, a.due_day,
       -- "On time, late within grace, or late, which are missing, and for which nobody wrote the day they came."
       CASE WHEN NOT a.has_come THEN CASE WHEN a.on_day > a.due_day THEN 'missing' ELSE 'to come' END
            WHEN a.first_known IS NULL THEN 'undated'
            WHEN a.first_known <= a.due_day THEN 'on_time'
            WHEN a.first_known <= a.due_day + h.late_grace THEN 'late_within_grace'
            ELSE 'late' END AS kind,
       CASE WHEN NOT a.has_come THEN max(0, a.on_day - a.due_day)
            ELSE max(0, a.first_known - a.due_day) END AS days_late
FROM answered_period a JOIN house h ON h.k = a.k;

CREATE TABLE conduct AS
SELECT k, supplier, contract, kind, first_day, last_day, days_late FROM period_conduct WHERE kind <> 'to come'
UNION ALL
SELECT k, supplier, contract, 'due', first_day, last_day, days_late FROM period_conduct WHERE kind <> 'to come'
UNION ALL
-- "Of what came: nil, waiting, refused (could not be read), rejected, sent again. A return of which nobody can tell whose it is is in
-- nobody's."
SELECT s.k, s.supplier, s.contract, s.status, s.period_start, s.period_end, NULL FROM sent s
WHERE s.status IN ('waiting', 'rejected', 'superseded') AND s.is_owned
UNION ALL
-- A nil return, or one of which every row that says something says nil.
SELECT s.k, s.supplier, s.contract, 'nil', s.period_start, s.period_end, NULL FROM sent s
WHERE s.status = 'counted'
  AND (s.nil OR (EXISTS (SELECT 1 FROM line l WHERE l.k = s.k AND l.file = s.file AND (l.absence = 'nil' OR l.quantity = '0'))
                 AND NOT EXISTS (SELECT 1 FROM line l WHERE l.k = s.k AND l.file = s.file
                                    AND NOT (l.absence IS 'nil' OR l.quantity IS '0')
                                    AND (coalesce(l.quantity, l.start, l."end", l.attendees, l.staff, l.days, l.hours_per_week, l.share) IS NOT NULL
                                         OR coalesce(l.absence, 'missing') <> 'missing' OR l.person || l.placement || l.evidence <> ''))))
UNION ALL
-- "A file that could not be read is whose Returns received says it is, else nobody's."
SELECT r.k, t.supplier, t.contract, 'refused', t.period_start, t.period_end, NULL
FROM refused r LEFT JOIN receipt t ON t.k = r.k AND t.file = r.file;
CREATE INDEX conduct_of ON conduct(k, supplier, contract);

-- When each return was due: where it is one for a single period, by that. One with a day is as late as the first of those whose last period
-- is the same, since "mending one later does not make it late".
CREATE TABLE due_return AS
WITH due AS (
    SELECT s.k, s.file, s.supplier, s.contract, s.came_on, s.period_end <= a.on_day AS is_over, count(*) AS periods, max(p.due_day) AS due_day
    FROM sent s
    JOIN period_conduct p ON p.k = s.k AND p.supplier = s.supplier AND p.contract = s.contract
                         AND (s.period_end = p.last_day OR (s.period_start <= p.first_day AND s.period_end >= p.last_day))
    JOIN asked a ON a.k = s.k
    WHERE s.status NOT IN ('rejected', 'not yet known')
    GROUP BY s.k, s.file
)
SELECT k, file, periods, due_day,
       CASE WHEN came_on IS NOT NULL THEN max(0, min(came_on) OVER (PARTITION BY k, supplier, contract, due_day) - due_day) END AS days_late
FROM due WHERE is_over;
