-- What others than the firm say of a promise's deliveries, in the order in which it is heard: docs/counting.md, "Offers that were
-- tested", then "Grades".

-- Tests of an offer that were not honoured, with what later confirmations of the same left of the quantity.
CREATE TABLE dispute AS
WITH later AS (
    SELECT t.k, t.number AS test, l.grade, l.quantity
    FROM known_confirmation t
    JOIN known_confirmation l ON l.k = t.k AND l.pledge = t.pledge AND l.confirmed_on > t.confirmed_on AND l.person = t.person
                             AND l.placement = t.placement AND l.evidence = t.evidence AND l.period_start IS t.period_start
                             AND l.period_end IS t.period_end
    WHERE t.grade = 'offer test not honoured'
), ruling AS (
    SELECT t.k, t.number AS test, d.outcome,
           row_number() OVER (PARTITION BY t.k, t.number ORDER BY d.day DESC, d.rowid DESC) AS place
    FROM known_confirmation t
    JOIN asked a ON a.k = t.k
    JOIN decision d ON d.k = t.k AND d.pledge = t.pledge AND d.day > t.confirmed_on AND d.day <= a.on_day
                   AND (a.known_on IS NULL OR coalesce(d.recorded_on, d.day) <= a.known_on)
    WHERE t.grade = 'offer test not honoured'
)
SELECT t.k, t.pledge, t.number, t.confirmed_on, t.person, t.placement, t.evidence, t.period_start, t.period_end,
       CASE WHEN t.quantity IS NOT NULL THEN
           minus(t.quantity, coalesce((SELECT sum_of(coalesce(l.quantity, t.quantity)) FROM later l WHERE l.k = t.k AND l.test = t.number
                                        AND l.grade IN ('third party confirmed', 'beneficiary confirmed')), '0')) END AS quantity
FROM known_confirmation t
WHERE t.grade = 'offer test not honoured'
  -- "A later test of the same that was honoured."
  AND NOT EXISTS (SELECT 1 FROM later l WHERE l.k = t.k AND l.test = t.number AND l.grade = 'offer test honoured')
  -- "A later confirmation of the same ...: all of it."
  AND NOT EXISTS (SELECT 1 FROM later l WHERE l.k = t.k AND l.test = t.number AND l.quantity IS NULL
                     AND l.grade IN ('third party confirmed', 'beneficiary confirmed'))
  -- "A later panel decision that names the pledge ... Of several decisions the last holds."
  AND NOT EXISTS (SELECT 1 FROM ruling r WHERE r.k = t.k AND r.test = t.number AND r.place = 1 AND r.outcome = 'offer honoured');

CREATE TABLE saying AS
WITH every AS (
    SELECT k, pledge, 1 AS turn, 'disputed' AS says, number, confirmed_on, quantity, person, placement, evidence, period_start, period_end
    FROM dispute WHERE quantity IS NULL OR compare(quantity, '0') > 0
    UNION ALL
    SELECT k, pledge, CASE grade WHEN 'third party confirmed' THEN 2 WHEN 'beneficiary confirmed' THEN 3 ELSE 4 END, grade, number,
           confirmed_on, quantity, person, placement, evidence, period_start, period_end
    FROM known_confirmation WHERE grade IN ('third party confirmed', 'beneficiary confirmed', 'declined')
)
SELECT *, row_number() OVER (PARTITION BY k, pledge ORDER BY turn, confirmed_on, number) AS n FROM every;
CREATE INDEX saying_of ON saying(n, k, pledge);

-- Each line that counts so far is one parcel, as much as later corrections left of it, to be parted by what is said of it.
CREATE TABLE parcel (
    id INTEGER PRIMARY KEY, line INTEGER, k INTEGER, pledge, amount, own_grade, grade, is_declined, is_disputed, person, placement, evidence, basis,
    period_start, period_end, file, row, taken
);
INSERT INTO parcel
SELECT NULL, c.id, c.k, c.pledge, c.remains, c.grade, c.grade, 0, 0, m.person, m.placement, m.evidence, m.basis, m.period_start,
       m.period_end, m.file, m.row, NULL
FROM counting c JOIN measured m ON m.id = c.id
WHERE compare(c.remains, '0') > 0;
CREATE INDEX parcel_of ON parcel(k, pledge);
CREATE INDEX parcel_line ON parcel(line);
