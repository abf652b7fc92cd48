-- "One person once": a reference counts once for a promise, and once over the promises of one type and unit that the parties
-- of one contract hold. "The line of the higher grade stays, then the earlier start, the earlier known, the lower supplier
-- reference"; then the earlier period, the lower promise, file and row.
CREATE TABLE person_line AS
SELECT s.id, s.k, s.pledge, s.person, s.contract, p.type, s.promised_unit AS unit,
       row_number() OVER (PARTITION BY s.k, s.pledge, s.person ORDER BY s.grade DESC, s.begins, s.known_from, s.supplier, s.period_end, s.file, s.row) AS in_promise,
       row_number() OVER (PARTITION BY s.k, s.contract, p.type, s.promised_unit, s.person
                          ORDER BY s.grade DESC, s.begins, s.known_from, s.supplier, s.period_end, s.pledge, s.file, s.row) AS in_contract
FROM standing s JOIN pledge p ON p.k = s.k AND p.ref = s.pledge
WHERE s.person <> '' AND s.promised_unit IN ('people', 'FTE') AND compare(s.amount, '0') > 0 AND s.basis <> 'in post';

INSERT INTO held
SELECT id, 'duplicate-person' FROM person_line WHERE in_promise > 1 OR (contract IS NOT NULL AND in_contract > 1);

-- "Rows that share a placement reference are one placement."
INSERT INTO held
SELECT id, 'duplicate-placement' FROM (
    SELECT id, row_number() OVER (PARTITION BY k, pledge, placement ORDER BY grade DESC, begins, known_from, supplier, period_end, file, row) AS place
    FROM standing WHERE placement <> '' AND promised_unit = 'placements' AND compare(amount, '0') > 0)
WHERE place > 1;
