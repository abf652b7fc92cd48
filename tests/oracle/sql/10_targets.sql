-- What is promised in all and what is due by the day: docs/counting.md, "What is due".

-- One row a promise and day on which a variation of its contract, or of itself, takes effect, numbered in their order.
-- "All rows of one day are one change, those of the whole contract before those of a pledge."
CREATE TABLE variation_day AS
SELECT p.k, p.ref AS pledge, v.effective AS day,
       row_number() OVER (PARTITION BY p.k, p.ref ORDER BY v.effective) AS n,
       -- The whole contract's rows.
       sum_of(CASE WHEN v.pledge IS NULL THEN v.value_change END) FILTER (WHERE v.pledge IS NULL AND v.value_change <> '0') AS value_change,
       max(CASE WHEN v.pledge IS NULL THEN v.new_end END) AS new_end,
       -- The contract's end on the eve, which any row before can have moved.
       coalesce((SELECT e.new_end FROM variation e WHERE e.k = p.k AND e.contract = p.contract AND e.pledge IS NULL
                    AND e.new_end IS NOT NULL AND e.effective < v.effective ORDER BY e.effective DESC LIMIT 1),
                (SELECT c.end FROM contract c WHERE c.k = p.k AND c.ref = p.contract)) AS end_before,
       max(CASE WHEN v.pledge IS NULL THEN v.effect END) AS contract_effect,
       count(DISTINCT CASE WHEN v.pledge IS NULL THEN v.effect END) AS contract_effects,
       (SELECT count(DISTINCT e.new_end) FROM variation e WHERE e.k = p.k AND e.contract = p.contract AND e.pledge IS NULL
           AND e.effective = v.effective) AS contract_ends,
       -- The promise's own row.
       sum(v.pledge IS NOT NULL) AS own_rows,
       max(CASE WHEN v.pledge IS NOT NULL THEN v.new_quantity END) AS new_quantity,
       max(CASE WHEN v.pledge IS NOT NULL THEN v.effect END) AS own_effect
FROM pledge p
JOIN asked a ON a.k = p.k
JOIN variation v ON v.k = p.k AND v.contract = p.contract AND (v.pledge IS NULL OR v.pledge = p.ref)
-- "none: no pledge changes", so that what such a row says is no part of what a promise is scaled by either.
WHERE v.effective <= a.on_day AND v.effect <> 'none'
GROUP BY p.k, p.ref, v.effective;
CREATE INDEX variation_day_of ON variation_day(k, pledge, n);

-- The terms of a promise: at award (m = 0), and after each such day.
CREATE TABLE terms AS
WITH RECURSIVE terms(k, pledge, m, day, kind, value, quantity, factor, is_scaled, due, is_clear) AS (
    SELECT p.k, p.ref, 0, NULL, 'award', c.value, p.quantity, '1', 0, coalesce(p.due, c.end), 1
    FROM pledge p LEFT JOIN contract c ON c.k = p.k AND c.ref = p.contract
    UNION ALL
    SELECT t.k, t.pledge, v.n, v.day, coalesce(v.own_effect, v.contract_effect),
           CASE WHEN v.value_change IS NULL THEN t.value ELSE plus(t.value, v.value_change) END,
           coalesce(v.new_quantity, t.quantity),
           CASE WHEN v.new_quantity IS NOT NULL THEN '1'
                WHEN v.value_change IS NULL THEN t.factor
                ELSE times(t.factor, divided(plus(t.value, v.value_change), t.value)) END,
           CASE WHEN v.new_quantity IS NOT NULL THEN 0 ELSE t.is_scaled OR v.value_change IS NOT NULL END,
           -- "New end moves the contract's end, and with it a Due that was the contract's end."
           CASE WHEN v.new_end IS NOT NULL AND t.due = v.end_before THEN v.new_end ELSE t.due END,
           -- "Two rows for one pledge on one day, or two of the contract that give different ends or effects, contradict
           -- each other: the target is not known from that day on."
           t.is_clear AND v.own_rows <= 1 AND v.contract_effects <= 1 AND v.contract_ends <= 1
    FROM terms t
    JOIN variation_day v ON v.k = t.k AND v.pledge = t.pledge AND v.n = t.m + 1
)
SELECT * FROM terms;
CREATE INDEX terms_of ON terms(k, pledge, m);

-- "Per year: the number for each contract year from Start to Due, a part year by its inclusive days out of the days its
-- whole year would have."
CREATE TABLE contract_year AS
WITH RECURSIVE contract_year(k, pledge, m, start, due, number, first_day, last_day) AS (
    SELECT t.k, t.pledge, t.m, coalesce(p.start, c.start), t.due, 0, coalesce(p.start, c.start),
           months_after(coalesce(p.start, c.start), 12) - 1
    FROM terms t
    JOIN pledge p ON p.k = t.k AND p.ref = t.pledge AND p.per_year
    LEFT JOIN contract c ON c.k = p.k AND c.ref = p.contract
    WHERE coalesce(p.start, c.start) <= t.due
    UNION ALL
    SELECT k, pledge, m, start, due, number + 1, last_day + 1, months_after(start, 12 * (number + 2)) - 1
    FROM contract_year WHERE last_day < due
)
SELECT k, pledge, m, min(last_day, due) AS last_day,
       divided(min(last_day, due) - first_day + 1, last_day - first_day + 1) AS part
FROM contract_year;
CREATE INDEX contract_year_of ON contract_year(k, pledge, m);

-- The target under each terms, and the stretch.
CREATE TABLE target AS
WITH exactly AS (
    SELECT t.k, t.pledge, t.m, t.is_clear, p.rounding, p.record_only,
           CASE WHEN p.unit = '%' THEN t.quantity
                WHEN p.banded THEN
                    coalesce((SELECT b.quantity FROM band b WHERE b.k = t.k AND b.pledge = t.pledge
                                AND compare(b.value_from, t.value) <= 0
                                AND NOT EXISTS (SELECT 1 FROM band higher WHERE higher.k = b.k AND higher.pledge = b.pledge
                                                  AND compare(higher.value_from, t.value) <= 0
                                                  AND compare(higher.value_from, b.value_from) > 0)),
                             CASE WHEN t.value IS NOT NULL AND EXISTS (SELECT 1 FROM band b WHERE b.k = t.k AND b.pledge = t.pledge)
                                  THEN '0' END)
                WHEN p.per_pounds IS NOT NULL THEN times(divided(t.value, p.per_pounds), t.quantity)
                WHEN p.per_year THEN (SELECT times(times(sum_of(y.part), t.quantity), t.factor) FROM contract_year y
                                      WHERE y.k = t.k AND y.pledge = t.pledge AND y.m = t.m)
                ELSE times(t.quantity, t.factor) END AS quantity,
           CASE WHEN p.unit = '%' OR p.banded THEN p.stretch
                WHEN p.per_pounds IS NOT NULL THEN times(divided(t.value, p.per_pounds), p.stretch)
                WHEN p.per_year THEN (SELECT times(sum_of(y.part), p.stretch) FROM contract_year y
                                      WHERE y.k = t.k AND y.pledge = t.pledge AND y.m = t.m)
                ELSE p.stretch END AS stretch,
           -- "Rounding makes a target whole that was worked out ... A plain number is not rounded."
           p.unit <> '%' AND NOT p.banded AND (p.per_pounds IS NOT NULL OR p.per_year OR t.is_scaled) AS worked_out
    FROM terms t JOIN pledge p ON p.k = t.k AND p.ref = t.pledge
)
SELECT k, pledge, m,
       CASE WHEN record_only OR NOT is_clear THEN NULL
            WHEN NOT worked_out OR rounding = 'exact' THEN quantity
            WHEN rounding = 'floor' THEN floored(quantity)
            WHEN rounding = 'ceiling' THEN raised(quantity)
            ELSE half_up(quantity) END AS target,
       CASE WHEN record_only OR NOT is_clear THEN NULL
            WHEN NOT worked_out OR rounding = 'exact' THEN stretch
            WHEN rounding = 'floor' THEN floored(stretch)
            WHEN rounding = 'ceiling' THEN raised(stretch)
            ELSE half_up(stretch) END AS stretch
FROM exactly;
CREATE INDEX target_of ON target(k, pledge, m);

-- The days at which a course is looked at: the day asked about, and each eve of a change.
CREATE TABLE looked_at AS
SELECT p.k, p.ref AS pledge, a.on_day AS day FROM pledge p JOIN asked a ON a.k = p.k
UNION
SELECT k, pledge, day - 1 FROM terms WHERE day IS NOT NULL;
CREATE INDEX looked_at_of ON looked_at(k, pledge);

-- "The spend is the fact of that supplier and contract with the latest As at up to the day (of one As at the one recorded
-- last) ... neither is it where one day has two values."
CREATE TABLE spend AS
WITH known AS (
    SELECT l.k, l.pledge, l.day, f.value, f.as_at, coalesce(f.recorded_on, f.as_at) AS recorded
    FROM looked_at l
    JOIN pledge p ON p.k = l.k AND p.ref = l.pledge AND p.trajectory = 'spend'
    JOIN asked a ON a.k = l.k
    JOIN fact f ON f.k = p.k AND f.supplier = p.supplier AND f.contract = p.contract AND f.name = 'spend_to_date'
    WHERE f.as_at <= l.day AND (a.known_on IS NULL OR coalesce(f.recorded_on, f.as_at) <= a.known_on)
), last AS (
    SELECT *, rank() OVER (PARTITION BY k, pledge, day ORDER BY as_at DESC, recorded DESC) AS place FROM known
)
SELECT k, pledge, day, CASE WHEN count(DISTINCT value) = 1 THEN min(value) END AS value
FROM last WHERE place = 1 GROUP BY k, pledge, day;
CREATE INDEX spend_of ON spend(k, pledge, day);

-- What would be due on each such day, had the terms held from the beginning: "How much of it by when".
CREATE TABLE schedule AS
SELECT t.k, t.pledge, t.m, l.day,
       CASE WHEN NOT t.is_clear THEN NULL
            WHEN p.start IS NOT NULL AND l.day < p.start THEN '0'
            WHEN p.trajectory = 'at due' AND NOT p.per_year AND l.day < t.due THEN '0'
            WHEN g.target IS NULL THEN NULL
            WHEN t.due IS NULL THEN NULL
            WHEN l.day >= t.due THEN g.target
            WHEN p.trajectory = 'straight line' AND p.unit = '%' THEN NULL
            WHEN p.trajectory = 'straight line' THEN
                times(g.target, greater('0', divided(l.day - coalesce(p.start, c.start) + 1,
                                                     t.due - coalesce(p.start, c.start) + 1)))
            WHEN p.trajectory = 'milestones' THEN
                coalesce((SELECT times(s.quantity, divided(g.target, first.target)) FROM milestone s
                          JOIN target first ON first.k = s.k AND first.pledge = s.pledge AND first.m = 0
                          WHERE s.k = t.k AND s.pledge = t.pledge AND s.day <= l.day ORDER BY s.day DESC LIMIT 1), '0')
            WHEN p.trajectory = 'spend' THEN
                (SELECT lesser(g.target, times(g.target, divided(x.value, t.value))) FROM spend x
                 WHERE x.k = t.k AND x.pledge = t.pledge AND x.day = l.day)
            WHEN p.per_year THEN
                -- "Per year it is the sum of the years so far that is rounded, never each year."
                (SELECT CASE p.rounding WHEN 'exact' THEN so_far WHEN 'floor' THEN floored(so_far)
                                        WHEN 'ceiling' THEN raised(so_far) ELSE half_up(so_far) END
                 FROM (SELECT times(times(coalesce(sum_of(y.part), '0'), t.quantity), t.factor) AS so_far FROM contract_year y
                       WHERE y.k = t.k AND y.pledge = t.pledge AND y.m = t.m AND y.last_day <= l.day))
            ELSE '0' END AS due_by
FROM terms t
JOIN pledge p ON p.k = t.k AND p.ref = t.pledge
LEFT JOIN contract c ON c.k = p.k AND c.ref = p.contract
JOIN target g ON g.k = t.k AND g.pledge = t.pledge AND g.m = t.m
JOIN looked_at l ON l.k = t.k AND l.pledge = t.pledge;
CREATE INDEX schedule_of ON schedule(k, pledge, m, day);

-- "D0 + (S1(day) - S1(eve)) x (T1 - D0) / (T1 - S1(eve)): D0 was due on the eve by the terms before." On a spend trajectory,
-- and with replace, it is as if the terms had always held.
CREATE TABLE course AS
WITH RECURSIVE course(k, pledge, m, due_before) AS (
    SELECT k, pledge, 0, NULL FROM terms WHERE m = 0
    UNION ALL
    SELECT f.k, f.pledge, f.m + 1,
           CASE WHEN t.kind = 'rescale' AND p.trajectory <> 'spend' THEN
                    CASE WHEN g.target = eve.due_by THEN g.target
                         ELSE plus(f.due_before, divided(times(minus(then_.due_by, eve.due_by), minus(g.target, f.due_before)),
                                                         minus(g.target, eve.due_by))) END
                ELSE then_.due_by END
    FROM course f
    JOIN terms next ON next.k = f.k AND next.pledge = f.pledge AND next.m = f.m + 1
    JOIN terms t ON t.k = f.k AND t.pledge = f.pledge AND t.m = f.m
    JOIN pledge p ON p.k = f.k AND p.ref = f.pledge
    JOIN target g ON g.k = f.k AND g.pledge = f.pledge AND g.m = f.m
    JOIN schedule then_ ON then_.k = f.k AND then_.pledge = f.pledge AND then_.m = f.m AND then_.day = next.day - 1
    LEFT JOIN schedule eve ON eve.k = f.k AND eve.pledge = f.pledge AND eve.m = f.m AND eve.day = t.day - 1
)
SELECT * FROM course;
CREATE INDEX course_of ON course(k, pledge, m);

CREATE TABLE promised AS
SELECT f.k, f.pledge, g.target,
       -- "Late is then by the Due at award."
       CASE WHEN t.is_clear THEN t.due ELSE (SELECT a.due FROM terms a WHERE a.k = f.k AND a.pledge = f.pledge AND a.m = 0) END AS due_day,
       t.kind, t.m,
       -- The stretch as at award; a variation moves it in the proportion of the targets.
       CASE WHEN g.target = award.target THEN award.stretch ELSE times(award.stretch, divided(g.target, award.target)) END AS stretch,
       CASE WHEN t.kind = 'rescale' AND p.trajectory <> 'spend' THEN
                CASE WHEN g.target = eve.due_by THEN g.target
                     ELSE plus(f.due_before, divided(times(minus(now.due_by, eve.due_by), minus(g.target, f.due_before)),
                                                     minus(g.target, eve.due_by))) END
            ELSE now.due_by END AS due_to_date
FROM (SELECT k, pledge, max(m) AS m FROM terms GROUP BY k, pledge) last
JOIN course f USING (k, pledge, m)
JOIN terms t USING (k, pledge, m)
JOIN target g USING (k, pledge, m)
JOIN target award ON award.k = f.k AND award.pledge = f.pledge AND award.m = 0
JOIN pledge p ON p.k = f.k AND p.ref = f.pledge
JOIN asked a ON a.k = f.k
JOIN schedule now ON now.k = f.k AND now.pledge = f.pledge AND now.m = f.m AND now.day = a.on_day
LEFT JOIN schedule eve ON eve.k = f.k AND eve.pledge = f.pledge AND eve.m = f.m AND eve.day = t.day - 1;
CREATE INDEX promised_of ON promised(k, pledge);
