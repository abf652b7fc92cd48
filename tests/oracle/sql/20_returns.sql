-- Which returns are known, and which of several counts: docs/reference/formats.md, "Whose a file is, and which one counts".

-- "A return is known from its Received on, else its Submitted on, else always." Two files of one content are one file.
CREATE TABLE arrival AS
SELECT r.k, r.file, r.supplier, r.contract, r.period_start, r.period_end, r.basis, r.part, r.nil,
       coalesce(c.received_on, r.submitted_on) AS came_on,
       coalesce(c.received_on, r.submitted_on, 0) AS known_from,
       CASE WHEN row_number() OVER (PARTITION BY r.k, CASE WHEN r.content = '' THEN r.file ELSE r.content END
                                    ORDER BY r.file) > 1 THEN 'duplicate'
            WHEN coalesce(c.received_on, r.submitted_on, 0) > coalesce(a.known_on, 9999999) THEN 'not yet known'
            WHEN c.status = 'rejected' THEN 'rejected'
            ELSE 'known' END AS status
FROM "return" r
JOIN asked a ON a.k = r.k
LEFT JOIN receipt c ON c.k = r.k AND c.file = r.file;
CREATE INDEX arrival_of ON arrival(k, supplier, contract);

-- "Of several for one supplier, contract, period and part the last known counts and the others are superseded. Two different
-- ones of one day wait until the council says which it means."
CREATE TABLE sent AS
WITH ranked AS (
    SELECT *, max(known_from) OVER same AS last, sum(1) OVER (PARTITION BY k, supplier, contract, period_start, period_end, part, known_from) AS of_that_day
    FROM arrival WHERE status = 'known'
    WINDOW same AS (PARTITION BY k, supplier, contract, period_start, period_end, part)
)
SELECT k, file, supplier, contract, period_start, period_end, basis, part, nil, came_on, known_from,
       CASE WHEN known_from < last THEN 'superseded' WHEN of_that_day > 1 THEN 'waiting' ELSE 'counted' END AS status
FROM ranked
UNION ALL
SELECT k, file, supplier, contract, period_start, period_end, basis, part, nil, came_on, known_from, status
FROM arrival WHERE status <> 'known';
CREATE INDEX sent_of ON sent(k, file);
