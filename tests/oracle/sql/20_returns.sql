-- Which returns are known, and which of several counts: docs/reference/formats.md, "Whose a file is, and which one counts".

-- "A return is known from its Received on, else its Submitted on, else always." A file that the log does not name takes what it
-- says of the same bytes under another name. Of what says the same twice, what was known first counts; the order of its rows says nothing.
CREATE TABLE arrival AS
WITH whole AS (
    SELECT r.*, CASE WHEN r.content = '' THEN r.file ELSE r.content END AS bytes,
           (SELECT group_concat(cells, ';') FROM (
               SELECT quote(l.pledge) || quote(l.quantity) || quote(l.absence) || quote(l.unit) || quote(l.start) || quote(l."end")
                      || quote(l.grade) || quote(l.attendees) || quote(l.staff) || quote(l.days) || quote(l.hours_per_week)
                      || quote(l.share) || quote(l.person) || quote(l.placement) || quote(l.evidence) AS cells
               FROM line l WHERE l.k = r.k AND l.file = r.file ORDER BY cells)) AS says
    FROM "return" r
), logged AS (
    SELECT w.k, w.file, c.received_on, c.status FROM whole w JOIN receipt c ON c.k = w.k AND c.file = w.file
    UNION ALL
    SELECT w.k, w.file, max(c.received_on), max(c.status)
    FROM whole w JOIN whole same ON same.k = w.k AND same.bytes = w.bytes JOIN receipt c ON c.k = w.k AND c.file = same.file
    WHERE NOT EXISTS (SELECT 1 FROM receipt own WHERE own.k = w.k AND own.file = w.file)
    GROUP BY w.k, w.file
), owned AS (
    -- "A return that names its supplier and no contract is for the only one that the supplier has promises under, the voluntary ones
    -- being one more, else for the one in which every row names a promise"; else it waits.
    SELECT w.*, w.contract IS NOT NULL
                OR NOT EXISTS (SELECT 1 FROM pledge p WHERE p.k = w.k AND p.supplier = w.supplier AND p.contract IS NOT NULL)
                OR (w.says IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM line l WHERE l.k = w.k AND l.file = w.file AND NOT EXISTS (
                            SELECT 1 FROM pledge p WHERE p.k = l.k AND p.ref = l.pledge AND p.supplier = w.supplier AND p.contract IS NULL)))
           AS is_owned
    FROM whole w
), dated AS (
    SELECT w.*, coalesce(l.received_on, w.submitted_on) AS came_on, coalesce(l.received_on, w.submitted_on, 0) AS known_from,
           CASE WHEN coalesce(l.received_on, w.submitted_on, 0) > coalesce(a.known_on, 9999999) THEN 'not yet known'
                WHEN l.status = 'rejected' THEN 'rejected'
                WHEN NOT w.is_owned THEN 'waiting'
                ELSE 'known' END AS status
    FROM owned w JOIN asked a ON a.k = w.k LEFT JOIN logged l ON l.k = w.k AND l.file = w.file
)
SELECT k, file, supplier, contract, period_start, period_end, basis, part, nil, is_owned, came_on, known_from,
       CASE WHEN status IN ('known', 'waiting') AND row_number() OVER (
                     PARTITION BY k, status, supplier, contract, period_start, period_end, part, basis, nil, says
                     ORDER BY known_from, file) > 1
            THEN 'duplicate' ELSE status END AS status
FROM dated;
CREATE INDEX arrival_of ON arrival(k, supplier, contract);

-- "Of several for one supplier, contract, period and part the last known counts and the others are superseded. Two different
-- ones of one day wait until the council says which it means."
CREATE TABLE sent AS
WITH ranked AS (
    SELECT *, max(known_from) OVER same AS last, sum(1) OVER (PARTITION BY k, supplier, contract, period_start, period_end, part, known_from) AS of_that_day
    FROM arrival WHERE status = 'known'
    WINDOW same AS (PARTITION BY k, supplier, contract, period_start, period_end, part)
)
SELECT k, file, supplier, contract, period_start, period_end, basis, part, nil, is_owned, came_on, known_from,
       CASE WHEN known_from < last THEN 'superseded' WHEN of_that_day > 1 THEN 'waiting' ELSE 'counted' END AS status
FROM ranked
UNION ALL
SELECT k, file, supplier, contract, period_start, period_end, basis, part, nil, is_owned, came_on, known_from, status
FROM arrival WHERE status <> 'known';
CREATE INDEX sent_of ON sent(k, file);
