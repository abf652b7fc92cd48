-- The :n-th thing that is said of every promise: "a confirmation lifts the deliveries it matches (pledge, and person, placement,
-- evidence and period where it names them) up to its quantity, the better evidenced and earlier ones first. A young people's
-- confirmation takes first what a third party has confirmed already." Run for each n in turn.
UPDATE parcel SET taken = NULL WHERE taken IS NOT NULL;

CREATE TEMP TABLE matching AS
SELECT p.id, s.says, s.quantity, p.amount,
       sum_of(p.amount) OVER (PARTITION BY p.k, p.pledge
                              ORDER BY p.grade DESC, p.period_end, p.file, p.row, p.id)
           AS with_it
FROM saying s
JOIN parcel p ON p.k = s.k AND p.pledge = s.pledge AND NOT p.is_disputed
             AND (s.person = '' OR s.person = p.person) AND (s.placement = '' OR s.placement = p.placement)
             AND (s.evidence = '' OR s.evidence = p.evidence)
             -- A running total is of the day it ends on.
             AND (s.period_start IS NULL OR (s.period_start <= CASE p.basis WHEN 'in period' THEN p.period_start ELSE p.period_end END
                                             AND p.period_end <= s.period_end))
             AND CASE s.says WHEN 'disputed' THEN 1 WHEN 'beneficiary confirmed' THEN p.grade < 3
                             WHEN 'declined' THEN p.grade < 2 AND NOT p.is_declined ELSE p.grade < 2 END
WHERE s.n = :n;

UPDATE parcel SET taken = (
    SELECT CASE WHEN m.quantity IS NULL THEN m.amount
                ELSE greater('0', lesser(m.amount, minus(m.quantity, minus(m.with_it, m.amount)))) END
    FROM matching m WHERE m.id = parcel.id)
WHERE id IN (SELECT id FROM matching);

-- What is not spoken of stays as it was, in a parcel of its own.
INSERT INTO parcel
SELECT NULL, line, k, pledge, minus(amount, taken), own_grade, grade, is_declined, is_disputed, person, placement, evidence, basis, period_start,
       period_end, file, row, NULL
FROM parcel WHERE compare(taken, '0') > 0 AND compare(taken, amount) < 0;

UPDATE parcel SET
    amount = taken,
    grade = CASE (SELECT m.says FROM matching m WHERE m.id = parcel.id)
                WHEN 'third party confirmed' THEN 2 WHEN 'beneficiary confirmed' THEN 3 ELSE grade END,
    is_disputed = (SELECT m.says FROM matching m WHERE m.id = parcel.id) = 'disputed',
    is_declined = is_declined OR (SELECT m.says FROM matching m WHERE m.id = parcel.id) = 'declined'
WHERE compare(taken, '0') > 0;

DROP TABLE matching;
