-- Which rows are of one placement: docs/counting.md, "Minimum length" and "Sustained for".

-- "All rows of one promise and Placement ref (blank: Person ref) are one placement; a row with neither is a placement of its own", but
-- "the rows of running totals and stocks that have the same Start" are one. What is nil tells nothing, and "rows that are set aside for
-- themselves, or not yet delivered, add nothing"; a row that names somebody a second time still tells.
CREATE TABLE placement_name AS
SELECT l.k, l.file, l.row, l.pledge,
       CASE WHEN l.person || l.placement <> '' THEN coalesce(nullif(l.placement, ''), l.person)
            WHEN l.basis <> 'in period' AND l.start IS NOT NULL THEN 'from ' || l.start || ' ' || l.part
            ELSE l.file || ' row ' || l.row END AS name
FROM read_line l
JOIN pledge p ON p.k = l.k AND p.ref = l.pledge AND (p.minimum IS NOT NULL OR p.sustained IS NOT NULL)
JOIN named_line n ON n.k = l.k AND n.file = l.file AND n.row = l.row AND n.pledge = l.pledge
WHERE ((l.says IN ('number', 'dates', 'one', 'days', 'person', 'pending') AND l.day <= l.on_day)
       -- "A later row whose Quantity is blank continues it: it counts nothing itself, and its days do." So do those of a row whose
       -- Quantity is still to come (TBC).
       OR (n.says = 'continues' AND l.says = 'nothing'))
  AND NOT EXISTS (SELECT 1 FROM refusal r WHERE r.k = l.k AND r.file = l.file AND r.row = l.row AND l.says <> 'pending')
  AND NOT EXISTS (SELECT 1 FROM set_aside_for_itself b WHERE b.k = l.k AND b.file = l.file AND b.row = l.row)
  -- Nor does a row that waits for a running total.
  AND NOT EXISTS (SELECT 1 FROM over_total b WHERE b.k = l.k AND b.file = l.file AND b.row = l.row);
CREATE INDEX placement_name_of ON placement_name(k, file, row);

-- Which placement what a row adds is of; a nil, and a correction of nobody in particular, is of the Start of the row it stands on.
CREATE TABLE placement_of AS
SELECT m.id, m.k, m.pledge,
       CASE WHEN m.person || m.placement <> '' THEN coalesce(nullif(m.placement, ''), m.person)
            WHEN n.name IS NOT NULL AND m.says <> 'correction' THEN n.name
            WHEN m.basis <> 'in period' AND l.start IS NOT NULL THEN 'from ' || l.start || ' ' || l.part END AS name
FROM measured m
JOIN pledge p ON p.k = m.k AND p.ref = m.pledge AND (p.minimum IS NOT NULL OR p.sustained IS NOT NULL)
LEFT JOIN placement_name n ON n.k = m.k AND n.file = m.file AND n.row = m.row
LEFT JOIN read_line l ON l.k = m.k AND l.file = m.file AND l.row = m.row AND l.pledge = m.pledge;
CREATE INDEX placement_of_name ON placement_of(k, pledge, name);
