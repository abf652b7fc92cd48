-- Added up: docs/counting.md, "Promises are added by type and unit, never across, to clause, contract, supplier, buyer and in all."

-- Each promise that is added, under each heading that it belongs to.
CREATE TABLE under AS
SELECT f.k, h.heading, h.name, f.*
FROM fulfilled f
JOIN (
    SELECT k, ref AS pledge, 'contract' AS heading, coalesce(contract, '') AS name FROM pledge
    UNION ALL SELECT k, ref, 'supplier', supplier FROM pledge
    UNION ALL SELECT k, ref, 'clause', contract || '/' || clause FROM pledge WHERE clause <> ''
    UNION ALL SELECT p.k, p.ref, 'buyer', c.buyer FROM pledge p JOIN contract c ON c.k = p.k AND c.ref = p.contract
    UNION ALL SELECT k, ref, 'all', '' FROM pledge
) h ON h.k = f.k AND h.pledge = f.pledge
WHERE f.is_added;
CREATE INDEX under_of ON under(k, heading, name, type, unit);

-- "A person reference that is in several promises counts as much as all of them together, at most the largest amount that one of them
-- reports. Lines without a reference stay as they are."
CREATE TABLE person_once AS
WITH by_promise AS (
    SELECT u.k, u.heading, u.name, u.type, u.unit, u.pledge, lm.person, sum_of(l.counted) AS counted,
           sum_of(CASE WHEN l.counted <> '0' THEN l.amount ELSE '0' END) AS reported
    FROM under u
    JOIN member m ON m.k = u.k AND m.pledge = u.pledge
    JOIN line_result l ON l.k = m.k AND l.pledge = m.of_it AND NOT l.is_barred AND l.reported IS NOT NULL
    JOIN measured lm ON lm.id = l.id
    WHERE u.unit IN ('people', 'FTE')
    GROUP BY u.k, u.heading, u.name, u.type, u.unit, u.pledge, lm.person
), by_person AS (
    SELECT k, heading, name, type, unit, person, sum_of(counted) AS counted, count(*) AS promises,
           minus('0', least_of(minus('0', reported))) AS largest
    FROM by_promise GROUP BY k, heading, name, type, unit, person
)
SELECT k, heading, name, type, unit,
       sum_of(CASE WHEN person = '' OR promises = 1 THEN counted ELSE lesser(counted, largest) END) AS once
FROM by_person GROUP BY k, heading, name, type, unit;
CREATE INDEX person_once_of ON person_once(k, heading, name, type, unit);

CREATE TABLE roll_up AS
SELECT u.k, u.heading, u.name, u.type, u.unit, count(*) AS pledges, sum(u.counted IS NULL) AS not_known,
       sum_of(u.target) AS target, sum_of(u.due_to_date) AS due_to_date, sum_of(u.claimed) AS claimed, sum_of(u.documented) AS documented,
       sum_of(u.counted) AS counted, sum_of(u.verified) AS verified,
       CASE WHEN sum(u.counted IS NOT NULL) > 0 THEN sum_of(coalesce(u.counted, '0')) END AS counted_known,
       -- "What counts towards the targets takes at most its target of each promise ... What lies above stands beside."
       sum_of(lesser(u.counted, u.target)) AS counted_towards_target,
       sum_of(greater('0', minus(u.counted, u.target))) AS over_target,
       CASE WHEN u.unit IN ('people', 'FTE') AND sum(u.counted IS NULL) = 0 THEN coalesce(o.once, '0') END AS persons_once
FROM under u
LEFT JOIN person_once o ON o.k = u.k AND o.heading = u.heading AND o.name = u.name AND o.type = u.type AND o.unit = u.unit
GROUP BY u.k, u.heading, u.name, u.type, u.unit;
