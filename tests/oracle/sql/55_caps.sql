-- How much of one person counts: docs/counting.md, "Cap per person".

-- "Promises that have one, of the same type, unit and Exclusive group, hold one account for each person reference, over all contracts
-- and suppliers. It is used up by what counts ... line by line in the order of Start (else the period's start; a Start is taken as
-- written), then Contract ref (C-2 before C-10, voluntary promises last), the end of the period, Pledge ref, the place in the files."
CREATE TABLE capped AS
WITH line AS (
    SELECT m.id, m.k, c.type, c.unit, c.own_category AS category, m.person, p.cap, p.cap_unit, coalesce(m.start, m.period_start) AS started, c.contract,
           m.period_end, m.pledge, m.file, m.row, m.basis, m.on_day,
           -- "What is committed runs from Start to End."
           CASE WHEN p.committed AND m."end" IS NOT NULL THEN coalesce(m.start, m.period_start)
                WHEN m.basis = 'in period' THEN max(coalesce(m.start, m.period_start), m.period_start)
                ELSE max(coalesce(m.start, m.period_start),
                         -- "What a running total adds to a return before it that spoke of the same is taken to lie after the end of that
                         -- return."
                         coalesce((SELECT CASE WHEN max(compare(b.amount, '0')) > 0 THEN max(b.period_end) FILTER (WHERE b.says <> 'correction') + 1 END FROM measured b
                                   WHERE b.k = m.k AND b.pledge = m.pledge AND b.part = m.part AND b.grade = m.grade AND b.person = m.person
                                     AND b.placement = m.placement AND b.share = m.share AND b.period_end < m.period_end AND NOT b.is_barred), 0)) END AS first_day,
           CASE WHEN p.committed AND m."end" IS NOT NULL THEN max(m."end", coalesce(m.start, m.period_start))
                ELSE min(coalesce(m."end", m.period_end), m.period_end, m.on_day) END AS last_day,
           (SELECT sum_of(o.amount) FROM portion o WHERE o.line = m.id) AS amount
    FROM measured m
    JOIN pledge p ON p.k = m.k AND p.ref = m.pledge AND p.cap IS NOT NULL
    JOIN category c ON c.k = m.k AND c.pledge = m.pledge
    WHERE m.person <> '' AND EXISTS (SELECT 1 FROM portion o WHERE o.line = m.id)
), stretch AS (
    -- "A cap in months or years is a stretch of time. It begins on the first Start of the account's lines that count, and ends so many
    -- months later."
    SELECT *, months_after(min(started) OVER (PARTITION BY k, type, unit, category, person),
                           floored(cap) * CASE cap_unit WHEN 'years' THEN 12 ELSE 1 END) - 1 AS ends
    FROM line
)
SELECT id, k, type, unit, category, person, amount, cap,
       CASE WHEN cap_unit NOT IN ('months', 'years') THEN NULL
            -- "People, FTE, placements, sessions and events count whole where they start in it, else not at all. Of every other unit
            -- counts amount x the line's days in the stretch / the line's days."
            WHEN unit IN ('people', 'FTE', 'placements', 'sessions', 'events') THEN CASE WHEN started <= ends THEN amount ELSE '0' END
            -- A running total can add to a return that ended after all days of the row: it is then of its last day.
            WHEN last_day < first_day THEN CASE WHEN last_day <= ends THEN amount ELSE '0' END
            -- "Of FTE years: years for days, as FTE years are found."
            WHEN unit = 'FTE years' THEN times(amount, divided(years_between(started, first_day, min(last_day, ends)),
                                                               years_between(started, first_day, last_day)))
            ELSE times(amount, divided(max(0, min(last_day, ends) - first_day + 1), last_day - first_day + 1)) END AS within,
       row_number() OVER (PARTITION BY k, type, unit, category, person
                          ORDER BY started, contract IS NULL, as_counted(contract), period_end, as_counted(pledge), file, row, id) AS n
FROM stretch;
CREATE INDEX capped_of ON capped(k, type, unit, category, person, n);

-- "Of each line counts at most the cap less what the account has used so far."
CREATE TABLE taken AS
WITH RECURSIVE taken(k, type, unit, category, person, n, id, amount, counts, used) AS (
    SELECT k, type, unit, category, person, 0, NULL, '0', '0', '0' FROM capped WHERE n = 1
    UNION ALL
    SELECT t.k, t.type, t.unit, t.category, t.person, c.n, c.id, c.amount,
           coalesce(c.within, lesser(c.amount, greater('0', minus(c.cap, t.used)))),
           plus(t.used, coalesce(c.within, lesser(c.amount, greater('0', minus(c.cap, t.used)))))
    FROM taken t JOIN capped c USING (k, type, unit, category, person) WHERE c.n = t.n + 1
)
SELECT id, minus(amount, counts) AS cut, counts FROM taken WHERE id IS NOT NULL;
CREATE INDEX taken_id ON taken(id);

INSERT INTO held SELECT id, 'over-cap' FROM taken WHERE compare(cut, '0') > 0;

UPDATE counted_line SET counted = minus(counted, (SELECT cut FROM taken t WHERE t.id = counted_line.id))
WHERE id IN (SELECT id FROM taken);

-- "A line that is cut in part keeps its better confirmed part."
UPDATE portion SET amount = greater('0', lesser(amount, minus((SELECT counts FROM taken t WHERE t.id = portion.line), minus(with_it, amount))))
WHERE line IN (SELECT id FROM taken);
