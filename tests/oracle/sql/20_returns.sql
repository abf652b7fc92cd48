-- Which returns are known, and which of several counts: docs/reference/formats.md, "Whose a file is, and which one counts".

-- "A return is known from its Received on, else its Submitted on, else always." A file that the log does not name takes what it
-- says of the same bytes under another name. Of what says the same twice, what was known first counts; the order of its rows says nothing.
CREATE TABLE arrival AS
WITH file AS (
    SELECT *, CASE WHEN content = '' THEN file ELSE content END AS bytes FROM "return"
), logged AS (
    SELECT f.k, f.file, c.received_on, c.status, c.supplier, c.contract, c.period_start, c.period_end, c.basis
    FROM file f JOIN receipt c ON c.k = f.k AND c.file = f.file
    UNION ALL
    SELECT f.k, f.file, max(c.received_on), max(c.status), max(c.supplier), max(c.contract), max(c.period_start), max(c.period_end), max(c.basis)
    FROM file f JOIN file same ON same.k = f.k AND same.bytes = f.bytes JOIN receipt c ON c.k = f.k AND c.file = same.file
    WHERE NOT EXISTS (SELECT 1 FROM receipt own WHERE own.k = f.k AND own.file = f.file)
    GROUP BY f.k, f.file
), whole AS (
    -- "The council's log (Returns received) comes first, for its period and basis too, then the references in About."
    SELECT r.k, r.file, coalesce(g.supplier, r.supplier) AS supplier, coalesce(g.contract, r.contract) AS contract,
           coalesce(g.period_start, r.period_start) AS period_start, coalesce(g.period_end, r.period_end) AS period_end,
           coalesce(g.basis, r.basis) AS basis, r.submitted_on, r.part, r.nil, g.received_on, g.status AS logged_status,
           (SELECT group_concat(cells, ';') FROM (
               SELECT quote(l.pledge) || quote(l.quantity) || quote(l.absence) || quote(l.unit) || quote(l.start) || quote(l."end")
                      || quote(l.grade) || quote(l.attendees) || quote(l.staff) || quote(l.days) || quote(l.hours_per_week)
                      || quote(l.share) || quote(l.person) || quote(l.placement) || quote(l.evidence) AS cells
               FROM line l WHERE l.k = r.k AND l.file = r.file ORDER BY cells)) AS says
    FROM file r LEFT JOIN logged g ON g.k = r.k AND g.file = r.file
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
    SELECT w.*, coalesce(w.received_on, w.submitted_on) AS came_on, coalesce(w.received_on, w.submitted_on, 0) AS known_from,
           CASE WHEN coalesce(w.received_on, w.submitted_on, 0) > coalesce(a.known_on, 9999999) THEN 'not yet known'
                WHEN w.logged_status = 'rejected' THEN 'rejected'
                WHEN NOT w.is_owned THEN 'waiting'
                ELSE 'known' END AS status
    FROM owned w JOIN asked a ON a.k = w.k
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
