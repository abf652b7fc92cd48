-- Promises that hang together: docs/counting.md, "A parent and its parts", "Percentages", "Either-or", then "Rating" and "What a
-- contract manager may act on".

-- "Parts are of the same supplier, contract and unit"; another parent is none.
CREATE TABLE part_of AS
SELECT p.k, p.ref AS part, w.ref AS whole
FROM pledge p JOIN pledge w ON w.k = p.k AND w.ref = p.parent AND w.supplier = p.supplier AND w.contract IS p.contract AND w.unit = p.unit;
CREATE INDEX part_of_whole ON part_of(k, whole);

-- "What counts for the parent is its own lines and those of all its parts, each once." A percentage is said by its part.
CREATE TABLE member AS
WITH RECURSIVE member(k, pledge, of_it) AS (
    SELECT k, ref, coalesce(share_part, ref) FROM pledge
    UNION
    SELECT m.k, m.pledge, f.part FROM member m JOIN part_of f ON f.k = m.k AND f.whole = m.of_it
)
SELECT * FROM member;
CREATE INDEX member_of ON member(k, pledge);

CREATE TABLE together AS
SELECT m.k, m.pledge, sum_of(d.claimed) AS claimed, sum_of(d.documented) AS documented,
       CASE WHEN NOT max(n.k IS NOT NULL) THEN sum_of(d.counted) END AS counted,
       sum_of(d.verified) AS verified, sum_of(d.beneficiary_confirmed) AS beneficiary_confirmed, sum_of(d.declined) AS declined,
       sum_of(d.disputed) AS disputed,
       -- What a late correction takes off was late first, and is never less than nothing.
       sum_of(greater('0', d.late)) AS late,
       max(s.number) AS number, max(s.pending) AS pending, max(s.nil) AS nil
FROM member m
JOIN delivered d ON d.k = m.k AND d.pledge = m.of_it
JOIN spoken s ON s.k = m.k AND s.pledge = m.of_it
LEFT JOIN (SELECT DISTINCT k, pledge FROM not_told) n ON n.k = m.k AND n.pledge = m.of_it
GROUP BY m.k, m.pledge;
CREATE INDEX together_of ON together(k, pledge);

CREATE TABLE state AS
SELECT p.k, p.ref AS pledge,
       CASE WHEN t.number THEN 'reported' WHEN t.pending THEN 'pending' WHEN t.nil THEN 'nil'
            -- "A part is never missing."
            WHEN EXISTS (SELECT 1 FROM part_of f WHERE f.k = p.k AND f.part = p.ref) THEN 'not due'
            WHEN p.record_only OR compare(g.due_to_date, '0') = 0 THEN 'not due' ELSE 'missing' END AS state
FROM pledge p
JOIN together t ON t.k = p.k AND t.pledge = p.ref
JOIN promised g ON g.k = p.k AND g.pledge = p.ref;
CREATE INDEX state_of ON state(k, pledge);

-- What a percentage is a share of: "P-2 of P-3, ... or P-2 of fact, the fact of that supplier and contract (else of the supplier)
-- with the latest As at".
CREATE TABLE whole AS
SELECT p.k, p.ref AS pledge,
       CASE WHEN p.share_whole IS NOT NULL THEN
                (SELECT t.counted FROM together t JOIN state s ON s.k = t.k AND s.pledge = t.pledge
                 WHERE t.k = p.k AND t.pledge = p.share_whole AND s.state IN ('reported', 'nil'))
            ELSE (SELECT CASE WHEN count(DISTINCT value) = 1 THEN min(value) END FROM (
                      SELECT f.value, rank() OVER (ORDER BY f.contract IS NULL, f.as_at DESC, coalesce(f.recorded_on, f.as_at) DESC) AS place
                      FROM fact f
                      WHERE f.k = p.k AND f.supplier = p.supplier AND (f.contract IS NULL OR f.contract = p.contract)
                        AND f.name = p.share_fact AND f.as_at <= a.on_day
                        AND (a.known_on IS NULL OR coalesce(f.recorded_on, f.as_at) <= a.known_on)
                  ) WHERE place = 1) END AS counted
FROM pledge p JOIN asked a ON a.k = p.k
WHERE p.share_part IS NOT NULL;
CREATE INDEX whole_of ON whole(k, pledge);

CREATE TABLE known AS
WITH shared AS (
    SELECT t.*, s.state,
           CASE WHEN s.state NOT IN ('reported', 'nil') THEN NULL
                WHEN p.share_part IS NULL THEN '1'
                -- "Its amounts are 100 x those of the part / what counts of the whole. Where the whole is not known, or 0, neither is
                -- the percentage."
                ELSE (SELECT divided('100', w.counted) FROM whole w WHERE w.k = p.k AND w.pledge = p.ref) END AS by
    FROM pledge p
    JOIN together t ON t.k = p.k AND t.pledge = p.ref
    JOIN state s ON s.k = p.k AND s.pledge = p.ref
)
SELECT k, pledge, state, times(claimed, by) AS claimed, times(documented, by) AS documented, times(counted, by) AS counted,
       times(verified, by) AS verified, times(beneficiary_confirmed, by) AS beneficiary_confirmed, times(declined, by) AS declined,
       times(disputed, by) AS disputed, times(late, by) AS late
FROM shared;
CREATE INDEX known_of ON known(k, pledge);

-- "Only what counts of P-2 above its whole target makes up, each hour of it once: where several promises name P-2, in the order of
-- their references. It makes up at most what lacks of P-1's whole target. Where it is not known what counts of P-2, nothing is known
-- to be made up."
CREATE TABLE made_up AS
WITH RECURSIVE asking AS (
    SELECT p.k, p.ref AS pledge, p.substitution_of AS other, divided(p.substitution_makes, p.substitution_number) AS rate,
           greater('0', minus(g.target, own.counted)) AS lacks,
           greater('0', minus(o.counted, og.target)) AS above,
           row_number() OVER (PARTITION BY p.k, p.substitution_of ORDER BY as_counted(p.ref)) AS n
    FROM pledge p
    JOIN promised g ON g.k = p.k AND g.pledge = p.ref
    JOIN known own ON own.k = p.k AND own.pledge = p.ref
    JOIN known o ON o.k = p.k AND o.pledge = p.substitution_of
    JOIN promised og ON og.k = p.k AND og.pledge = p.substitution_of
    WHERE p.substitution_of IS NOT NULL
), given(k, other, n, pledge, left_over, made_up) AS (
    SELECT k, other, 0, NULL, max(above), NULL FROM asking GROUP BY k, other
    UNION ALL
    SELECT a.k, a.other, a.n, a.pledge,
           minus(g.left_over, divided(lesser(coalesce(a.lacks, '0'), times(g.left_over, a.rate)), a.rate)),
           lesser(a.lacks, times(g.left_over, a.rate))
    FROM given g JOIN asking a ON a.k = g.k AND a.other = g.other AND a.n = g.n + 1
)
SELECT k, pledge, made_up FROM given WHERE pledge IS NOT NULL;
CREATE INDEX made_up_of ON made_up(k, pledge);

CREATE TABLE judged AS
SELECT d.*, g.target, CASE WHEN p.record_only THEN '0' ELSE g.due_to_date END AS due_to_date, g.stretch, g.due_day, a.on_day,
       p.record_only, p.supplier, p.contract, p.clause, p.type, p.unit, lower(trim(p.either_or)) AS either_or,
       EXISTS (SELECT 1 FROM part_of f WHERE f.k = p.k AND f.part = p.ref) AS is_part,
       coalesce(u.made_up, '0') AS made_up,
       divided(plus(d.counted, coalesce(u.made_up, '0')), g.target) AS share_of_target,
       divided(plus(d.counted, coalesce(u.made_up, '0')), CASE WHEN p.record_only THEN '0' ELSE g.due_to_date END) AS share_of_due,
       divided(d.counted, g.stretch) AS share_of_stretch
FROM known d
LEFT JOIN made_up u ON u.k = d.k AND u.pledge = d.pledge
JOIN pledge p ON p.k = d.k AND p.ref = d.pledge
JOIN asked a ON a.k = d.k
JOIN promised g ON g.k = d.k AND g.pledge = d.pledge;
CREATE INDEX judged_of ON judged(k, supplier, contract, either_or);

-- "The one with the greatest share of its target stands (the lower reference where two are equal, one that is not known last)."
CREATE TABLE choice AS
WITH ranked AS (
    SELECT j.k, j.pledge, j.supplier, j.contract, j.either_or, j.share_of_target, j.share_of_due,
           (SELECT count(*) FROM judged o WHERE o.k = j.k AND o.supplier = j.supplier AND o.contract IS j.contract AND o.either_or = j.either_or
               AND CASE WHEN j.share_of_target IS NULL AND o.share_of_target IS NULL THEN as_counted(o.pledge) < as_counted(j.pledge)
                        WHEN j.share_of_target IS NULL THEN 1
                        WHEN o.share_of_target IS NULL THEN 0
                        WHEN compare(o.share_of_target, j.share_of_target) = 0 THEN as_counted(o.pledge) < as_counted(j.pledge)
                        ELSE compare(o.share_of_target, j.share_of_target) > 0 END) AS before_it,
           (SELECT count(*) FROM judged o WHERE o.k = j.k AND o.supplier = j.supplier AND o.contract IS j.contract AND o.either_or = j.either_or)
               AS members
    FROM judged j WHERE j.either_or <> ''
)
SELECT j.k, j.pledge, best.pledge AS stands,
       -- "Its share of what is due rates every member. Where it is short of its target and another is not known, nobody can tell
       -- which would stand, and the rating is Other."
       CASE WHEN compare(best.share_of_target, '1') < 0 AND EXISTS (
                SELECT 1 FROM ranked o WHERE o.k = j.k AND o.supplier = j.supplier AND o.contract IS j.contract AND o.either_or = j.either_or
                   AND o.pledge <> best.pledge AND o.share_of_target IS NULL) THEN NULL
            ELSE best.share_of_due END AS share_of_due
FROM ranked j
JOIN ranked best ON best.k = j.k AND best.supplier = j.supplier AND best.contract IS j.contract AND best.either_or = j.either_or
                AND best.before_it = 0
WHERE j.members > 1;
CREATE INDEX choice_of ON choice(k, pledge);

CREATE TABLE fulfilled AS
WITH rated AS (
    SELECT j.*, coalesce(c.stands, j.pledge) = j.pledge AS stands,
           -- "A part is rated Other."
           CASE WHEN j.is_part THEN NULL WHEN c.pledge IS NOT NULL THEN c.share_of_due ELSE j.share_of_due END AS rated_share
    FROM judged j LEFT JOIN choice c ON c.k = j.k AND c.pledge = j.pledge
)
SELECT *,
       -- "From the day after Due on while less is counted than promised."
       CASE WHEN stands AND NOT is_part AND on_day > due_day AND compare(plus(counted, made_up), target) < 0 THEN on_day - due_day END
           AS days_late,
       CASE WHEN stands AND NOT is_part AND NOT record_only THEN greater('0', minus(due_to_date, plus(counted, made_up))) END AS shortfall,
       CASE WHEN rated_share IS NULL THEN 'Other'
            ELSE coalesce((SELECT b.word FROM band_in_force b WHERE b.k = rated.k AND compare(b.at_least, rated_share) <= 0
                             AND NOT EXISTS (SELECT 1 FROM band_in_force o WHERE o.k = b.k AND compare(o.at_least, rated_share) <= 0
                                                AND compare(o.at_least, b.at_least) > 0)), 'Inadequate') END AS rating,
       -- "Only the whole is added up", "only the one that stands is added up", recorded only and percentages never.
       stands AND NOT is_part AND NOT record_only AND unit <> '%' AS is_added
FROM rated;
CREATE INDEX fulfilled_of ON fulfilled(k, pledge);
