-- The council's house rules: docs/how-to/policy.md. "Every rule says from which day it holds"; positions of earlier days keep the old
-- rule. Without one the defaults apply.
CREATE TABLE house AS
WITH rule(name, value) AS (
    VALUES ('counting_grade', 1), ('returns_due_within', 30), ('late_grace_days', 0), ('not_applicable_accepted', 0), ('full_time_hours', '37'),
           ('bank_holiday_nation', 'England')
), in_force AS (
    SELECT a.k, r.name, coalesce((SELECT h.value FROM house_rule h WHERE h.k = a.k AND h.name = r.name AND h.since <= a.on_day
                                  ORDER BY h.since DESC LIMIT 1), r.value) AS value
    FROM asked a JOIN rule r
)
SELECT k, max(value) FILTER (WHERE name = 'counting_grade') AS counting_grade,
       max(value) FILTER (WHERE name = 'returns_due_within') AS due_within,
       max(value) FILTER (WHERE name = 'late_grace_days') AS late_grace,
       max(value) FILTER (WHERE name = 'not_applicable_accepted') AS not_applicable_accepted,
       max(value) FILTER (WHERE name = 'full_time_hours') AS full_time_hours,
       max(value) FILTER (WHERE name = 'bank_holiday_nation') AS bank_holiday_nation
FROM in_force GROUP BY k;
CREATE UNIQUE INDEX house_of ON house(k);

CREATE TABLE band_in_force AS
WITH every AS (
    SELECT k, since, word, at_least FROM rating_band
    UNION ALL
    SELECT k, 0, word, at_least FROM asked JOIN (SELECT 'Good' AS word, '1' AS at_least UNION SELECT 'Approaching target', '9/10'
                                                 UNION SELECT 'Requires improvement', '1/2')
)
SELECT e.k, e.word, e.at_least FROM every e
WHERE e.since = (SELECT max(o.since) FROM every o JOIN asked a ON a.k = o.k WHERE o.k = e.k AND o.since <= a.on_day);
CREATE INDEX band_in_force_of ON band_in_force(k);
