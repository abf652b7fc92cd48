-- Where a part of what running totals say of one thing, or of the words on one stay, is set aside, the rest counts as much as later
-- corrections left of each row:
-- a correction of what does not count takes nothing off.
CREATE TABLE counting AS
SELECT s.id, s.k, s.pledge, s.share, s.grade, s.person, s.placement, s.supplier, s.contract, s.file, s.row, s.day, s.begins, s.on_day,
       CASE WHEN s.runs AND EXISTS (
                SELECT 1 FROM running o JOIN held h ON h.id = o.id
                WHERE o.k = s.k AND o.pledge = s.pledge AND o.part = s.part AND o.person = s.person AND o.placement = s.placement
                  AND o.supplier = s.supplier AND o.line_of = s.line_of)
            THEN t.remains ELSE s.amount END AS amount,
       t.remains
FROM running s JOIN kept t ON t.id = s.id
WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h.id = s.id);
CREATE INDEX counting_id ON counting(id);
CREATE INDEX counting_of ON counting(k, pledge);
