-- More than the whole of one thing: docs/counting.md, "Shares of one thing".

-- "One Evidence ref (as written, spaces around it aside) that one supplier gives for promises of one type and unit under several contracts
-- is one thing": the lines that stand after the rules before, each with what it claims. "A blank is the whole. Lines that add nothing
-- claim nothing", and neither does what later corrections took away again. A subcontractor's line for another's promise counts "as the
-- promise's own lines do", and so is given by the supplier whose promise it is.
CREATE TABLE shown AS
SELECT r.id, r.k, p.supplier, r.contract, p.type, p.unit, 
       -- "In other units, for each Person ref and for the lines without one."
       trim(r.evidence) || char(10) || CASE
           WHEN p.unit IN ('GBP', 'hours', 'staff hours', 'attendee hours', 'sessions', 'events') THEN ''
           ELSE coalesce(r.person, '') END AS evidence,
       trim(r.evidence) GLOB '*[0-9]*' AS has_digit, r.share, r.gives_share, r.known_from,
       coalesce(r.start, r.period_start) AS started, compare(t.remains, '0') > 0 AS claims
FROM running r
JOIN pledge p ON p.k = r.k AND p.ref = r.pledge
JOIN kept t ON t.id = r.id
WHERE trim(r.evidence) <> '' AND NOT EXISTS (SELECT 1 FROM held h WHERE h.id = r.id);
CREATE INDEX shown_of ON shown(k, evidence, supplier, type, unit);

CREATE TABLE claim AS
WITH thing AS (
    SELECT k, supplier, type, unit, evidence FROM shown WHERE claims
    GROUP BY k, supplier, type, unit, evidence
    HAVING count(DISTINCT coalesce(contract, '')) > 1
       -- "Where any of those lines gives a Share, or [in pounds, hours of any kind, sessions and events] where the reference holds a digit."
       AND (max(gives_share)
            OR (unit IN ('GBP', 'hours', 'staff hours', 'attendee hours', 'sessions', 'events') AND max(has_digit)))
), line AS (
    SELECT s.*, row_number() OVER (PARTITION BY k, supplier, type, unit, evidence, contract ORDER BY known_from, started) AS place
    FROM shown s JOIN thing t USING (k, supplier, type, unit, evidence) WHERE s.claims
)
-- "Each contract claims the largest share that one of its lines gives. The contracts are taken in the order in which their returns
-- became known (at once where no day is given), then Start (else the period's start), then Contract ref, voluntary promises after all
-- of these. Voluntary promises claim as one contract."
SELECT dense_rank() OVER (ORDER BY k, supplier, type, unit, evidence) AS thing, k, supplier, type, unit, evidence, contract, share,
       row_number() OVER (PARTITION BY k, supplier, type, unit, evidence
                          ORDER BY known_from, started, contract IS NULL, as_counted(contract)) AS n
FROM (SELECT k, supplier, type, unit, evidence, contract, minus('0', least_of(minus('0', share))) AS share,
             max(CASE WHEN place = 1 THEN known_from END) AS known_from, max(CASE WHEN place = 1 THEN started END) AS started
      FROM line GROUP BY k, supplier, type, unit, evidence, contract);
CREATE INDEX claim_of ON claim(thing, n);

-- "All lines of a contract that would bring the sum above 100% are set aside, and a later one that still fits counts."
CREATE TABLE claimed_share AS
WITH RECURSIVE claimed_share(thing, n, shared, fits) AS (
    SELECT thing, n, share, 1 FROM claim WHERE n = 1
    UNION ALL
    SELECT c.thing, c.n, CASE WHEN compare(plus(s.shared, c.share), '1') <= 0 THEN plus(s.shared, c.share) ELSE s.shared END,
           compare(plus(s.shared, c.share), '1') <= 0
    FROM claimed_share s JOIN claim c ON c.thing = s.thing AND c.n = s.n + 1
)
SELECT c.*, s.fits FROM claimed_share s JOIN claim c USING (thing, n);

INSERT INTO held
SELECT s.id, 'share-over-100'
FROM claimed_share c
JOIN shown s ON s.k = c.k AND s.supplier = c.supplier AND s.type = c.type AND s.unit = c.unit AND s.evidence = c.evidence
            AND s.contract IS c.contract
WHERE NOT c.fits;

-- "Between the parties of one contract the same holds where every one of these lines gives a Share, with the supplier reference in the
-- contract's place."
CREATE TABLE party_claim AS
WITH stands AS (
    SELECT * FROM shown s WHERE claims AND contract IS NOT NULL AND NOT EXISTS (SELECT 1 FROM held h WHERE h.id = s.id)
), thing AS (
    SELECT k, contract, type, unit, evidence FROM stands
    GROUP BY k, contract, type, unit, evidence HAVING count(DISTINCT supplier) > 1 AND min(gives_share)
), line AS (
    SELECT s.*, row_number() OVER (PARTITION BY k, contract, type, unit, evidence, supplier ORDER BY known_from, started) AS place
    FROM stands s JOIN thing t USING (k, contract, type, unit, evidence)
)
SELECT dense_rank() OVER (ORDER BY k, contract, type, unit, evidence) AS thing, k, contract, type, unit, evidence, supplier, share,
       row_number() OVER (PARTITION BY k, contract, type, unit, evidence ORDER BY known_from, started, as_counted(supplier)) AS n
FROM (SELECT k, contract, type, unit, evidence, supplier, minus('0', least_of(minus('0', share))) AS share,
             max(CASE WHEN place = 1 THEN known_from END) AS known_from, max(CASE WHEN place = 1 THEN started END) AS started
      FROM line GROUP BY k, contract, type, unit, evidence, supplier);
CREATE INDEX party_claim_of ON party_claim(thing, n);

CREATE TABLE party_share AS
WITH RECURSIVE party_share(thing, n, shared, fits) AS (
    SELECT thing, n, share, 1 FROM party_claim WHERE n = 1
    UNION ALL
    SELECT c.thing, c.n, CASE WHEN compare(plus(s.shared, c.share), '1') <= 0 THEN plus(s.shared, c.share) ELSE s.shared END,
           compare(plus(s.shared, c.share), '1') <= 0
    FROM party_share s JOIN party_claim c ON c.thing = s.thing AND c.n = s.n + 1
)
SELECT c.*, s.fits FROM party_share s JOIN party_claim c USING (thing, n);

INSERT INTO held
SELECT s.id, 'share-over-100'
FROM party_share c
JOIN shown s ON s.k = c.k AND s.contract = c.contract AND s.type = c.type AND s.unit = c.unit AND s.evidence = c.evidence
            AND s.supplier = c.supplier
WHERE NOT c.fits;
