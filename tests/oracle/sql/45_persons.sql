-- "One person once": "a person reference counts once over all returns for a promise, and once over the promises of one type,
-- unit and Exclusive group that the parties of one contract hold; a voluntary promise stands by itself. This is so where the
-- unit is people or FTE. The line of the higher grade stays, then the one of the earlier start (Start, else the period's), the
-- earlier known, the lower supplier reference, the earlier place in the files. A line that only adds nothing, such as a
-- correction, never stands before one that adds." What running totals say of one thing is one line, whose parts are what each adds.
-- "Where earlier returns were for single periods ... from then on their rows are part of the running total."
-- "The words on one stay are one line, as those of a running total are": `stay` is the stay that a row is a word on.
CREATE TABLE running AS
SELECT *, total_runs OR stay IS NOT NULL AS runs, CASE WHEN total_runs THEN '' ELSE stay END AS line_of
FROM (SELECT s.*, s.basis <> 'in period' OR EXISTS (
                 SELECT 1 FROM settled t WHERE t.k = s.k AND t.pledge = s.pledge AND t.part = s.part AND t.grade = s.grade
                    AND t.person = s.person AND t.placement = s.placement AND t.share = s.share AND t.period_end >= s.period_end) AS total_runs,
             (SELECT w.who || ' from ' || w.start FROM word w WHERE w.k = s.k AND w.file = s.file AND w.row = s.row) AS stay
      FROM measured s WHERE NOT s.is_barred);
CREATE INDEX running_of ON running(k, pledge, part, person, placement);

-- "A line that one rule sets aside is not there for the rules after it."
CREATE TABLE standing AS
SELECT * FROM running r WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h.id = r.id);
CREATE INDEX standing_of ON standing(k, pledge, person);

CREATE TABLE in_series AS
SELECT id, CASE WHEN runs THEN min(id) OVER (PARTITION BY k, pledge, part, person, placement, supplier, grade, line_of) ELSE id END AS series
FROM standing;
CREATE INDEX in_series_of ON in_series(series);
CREATE INDEX in_series_id ON in_series(id);

-- A line started, became known and stands where the first part of it does that adds something, if one does; its Share is that of the
-- last one.
CREATE TABLE series AS
SELECT k, pledge, person, placement, supplier, grade, last_share AS share, last_gives AND amount_adds AS gives_share, series, place_in_files, adds,
       started, known_from FROM (
    SELECT r.k, r.pledge, r.person, r.placement, r.supplier, r.grade, i.series, compare(r.amount, '0') > 0 AS amount_adds,
           first_value(r.share) OVER last_to_add AS last_share, first_value(r.gives_share) OVER last_to_add AS last_gives, r.file || printf(' %06d', r.row) AS place_in_files,
           compare(sum_of(r.amount) OVER (PARTITION BY i.series), '0') > 0 AS adds, coalesce(r.start, r.period_start) AS started,
           r.known_from, row_number() OVER (PARTITION BY i.series ORDER BY compare(r.amount, '0') <= 0, r.period_end, r.row, r.id) AS place
    FROM standing r JOIN in_series i USING (id)
    WINDOW last_to_add AS (PARTITION BY i.series ORDER BY compare(r.amount, '0') <= 0, r.period_end DESC, r.row, r.id)
) WHERE place = 1;

CREATE INDEX series_id ON series(series);

-- "One category for each person": "promises of one supplier and contract with the same word in Exclusive group are categories of
-- which a person has one ... The promise whose best line of that person has the higher grade stays, then the earlier start, the
-- earlier known, the lower Pledge ref. Lines of that person for the others are set aside." "A part goes by the Exclusive group of
-- its whole" where persons are counted once; which category it is its own row says.
CREATE TABLE category AS
WITH RECURSIVE whole(k, pledge, ref, parent, contract, supplier, unit) AS (
    SELECT k, ref, ref, parent, contract, supplier, unit FROM pledge
    UNION
    SELECT w.k, w.pledge, p.ref, p.parent, p.contract, p.supplier, p.unit
    FROM whole w JOIN pledge p ON p.k = w.k AND p.ref = w.parent AND p.supplier = w.supplier AND p.contract IS w.contract AND p.unit = w.unit
)
SELECT p.k, p.ref AS pledge, p.supplier, p.contract, p.type, p.unit, folded(g.exclusive_group) AS category,
       folded(p.exclusive_group) AS own_category
FROM pledge p
JOIN whole w ON w.k = p.k AND w.pledge = p.ref
JOIN pledge g ON g.k = w.k AND g.ref = w.ref
WHERE NOT EXISTS (SELECT 1 FROM pledge up WHERE up.k = w.k AND up.ref = w.parent AND up.supplier = w.supplier
                     AND up.contract IS w.contract AND up.unit = w.unit);
CREATE INDEX category_of ON category(k, pledge);

INSERT INTO held
WITH best AS (
    SELECT s.k, s.pledge, s.person, c.supplier, c.contract, c.own_category,
           row_number() OVER (PARTITION BY s.k, c.supplier, c.contract, c.own_category, s.person
                              ORDER BY s.adds DESC, max(s.grade, coalesce(g.grade, 0)) DESC, s.started, s.known_from,
                                       as_counted(s.pledge)) AS place
    FROM series s
    JOIN category c ON c.k = s.k AND c.pledge = s.pledge
    LEFT JOIN person_grade g ON g.k = s.k AND g.pledge = s.pledge AND g.person = s.person
    WHERE s.person <> '' AND c.own_category <> ''
)
SELECT r.id, 'exclusive-group'
FROM best b
JOIN category o ON o.k = b.k AND o.supplier = b.supplier AND o.contract IS b.contract AND o.own_category = b.own_category
                AND o.pledge <> b.pledge
JOIN standing r ON r.k = o.k AND r.pledge = o.pledge AND r.person = b.person
WHERE b.place = 1;

CREATE TABLE person_line AS
SELECT s.series, s.k, s.pledge, s.share, s.gives_share,
       dense_rank() OVER (ORDER BY s.k, coalesce(p.contract, s.pledge), p.contract IS NULL, p.type, p.unit, p.category, s.person) AS of_person,
       row_number() OVER (PARTITION BY s.k, coalesce(p.contract, s.pledge), p.contract IS NULL, p.type, p.unit, p.category, s.person
                          ORDER BY s.adds DESC, max(s.grade, coalesce(g.grade, 0)) DESC, s.started, s.known_from, as_counted(s.supplier), s.place_in_files) AS place
FROM series s JOIN category p ON p.k = s.k AND p.pledge = s.pledge
LEFT JOIN person_grade g ON g.k = s.k AND g.pledge = s.pledge AND g.person = s.person
WHERE s.person <> '' AND p.unit IN ('people', 'FTE') AND NOT EXISTS (SELECT 1 FROM held h WHERE h.id = s.series);
CREATE INDEX person_line_of ON person_line(of_person, place);

-- "Where lines of different promises each give a Share (%), the person is divided and not repeated: in the order above, each promise is
-- kept while the shares together come to at most 100%, and what goes over it is set aside. Within one promise nobody is split: a second
-- line repeats the one that is kept. A line without Share (%) claims the whole, and beside it every other repeats."
CREATE TABLE divided_person AS
WITH RECURSIVE divided_person(of_person, place, series, is_divided, kept, shared, reason) AS (
    SELECT of_person, 1, series, gives_share, ';' || pledge || ';', share, NULL FROM person_line WHERE place = 1
    UNION ALL
    SELECT l.of_person, l.place, l.series, d.is_divided,
           CASE WHEN instr(d.kept, ';' || l.pledge || ';') OR NOT (d.is_divided AND l.gives_share) OR compare(plus(d.shared, l.share), '1') > 0
                THEN d.kept ELSE d.kept || l.pledge || ';' END,
           CASE WHEN instr(d.kept, ';' || l.pledge || ';') OR NOT (d.is_divided AND l.gives_share) OR compare(plus(d.shared, l.share), '1') > 0
                THEN d.shared ELSE plus(d.shared, l.share) END,
           CASE WHEN instr(d.kept, ';' || l.pledge || ';') OR NOT (d.is_divided AND l.gives_share) THEN 'duplicate-person'
                WHEN compare(plus(d.shared, l.share), '1') > 0 THEN 'share-over-100' END
    FROM divided_person d JOIN person_line l ON l.of_person = d.of_person AND l.place = d.place + 1
)
SELECT * FROM divided_person;

INSERT INTO held SELECT i.id, reason FROM divided_person JOIN in_series i USING (series) WHERE reason IS NOT NULL;

-- "Rows that share a placement reference (blank: the person's) are one placement of their promise."
INSERT INTO held
SELECT i.id, 'duplicate-placement' FROM (
    SELECT s.series,
           row_number() OVER (PARTITION BY s.k, s.pledge, CASE WHEN s.placement <> '' THEN s.placement ELSE s.person END
                              ORDER BY s.adds DESC, max(s.grade, coalesce(g.grade, 0)) DESC, s.started, s.known_from, as_counted(s.supplier), s.place_in_files) AS place
    FROM series s JOIN category p ON p.k = s.k AND p.pledge = s.pledge
    LEFT JOIN person_grade g ON g.k = s.k AND g.pledge = s.pledge AND g.person = s.person
    WHERE s.placement || s.person <> '' AND p.unit = 'placements' AND NOT EXISTS (SELECT 1 FROM held h WHERE h.id = s.series)
) repeated JOIN in_series i USING (series) WHERE place > 1;
