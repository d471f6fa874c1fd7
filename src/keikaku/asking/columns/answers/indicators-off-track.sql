-- columns: indicator iri, indicatorLabel token, unit token, direction text, baselineYear integer, baseline token, targetYear integer, target token, actualYear integer, actual token, expected decimal, planLabel token, municipalityLabel token, file text, line integer
-- The straight line is worked out in parts of 10^18, cut off as SPARQL's decimals are.
WITH seen AS (
    SELECT observation.s, kind.class, fiscal_year.text AS year, figure.token, figure.value,
           plain(comparator.token) AS bound, coalesce(accumulation.token, '') AS counted,
           max(fiscal_year.text) OVER (PARTITION BY observation.s, kind.class) AS last
    FROM observation
    JOIN kind ON kind.s = observation.o
    JOIN fiscal_year ON fiscal_year.s = observation.o
    JOIN figure ON figure.s = observation.o
    LEFT JOIN comparator ON comparator.s = observation.o
    LEFT JOIN accumulation ON accumulation.s = observation.o
    WHERE coalesce(accumulation.token, '') NOT LIKE '%#Cumulative>' AND (kind.class = 'Target' OR comparator.s IS NULL)
),
last AS (SELECT DISTINCT s, class, year::INTEGER AS year, token, value, bound, counted FROM seen WHERE year = last),
figures AS (
    SELECT b.s, b.year AS baseline_year, b.token AS baseline, b.value AS b, t.year AS target_year, t.token AS target, t.value AS t,
           a.year AS actual_year, a.token AS actual, a.value AS a, t.bound,
           coalesce(direction.name, CASE WHEN t.bound IN ('ge', 'gt') THEN 'Increase' WHEN t.bound IN ('le', 'lt') THEN 'Decrease'
                                         WHEN t.value > b.value THEN 'Increase' WHEN t.value < b.value THEN 'Decrease' END) AS direction
    FROM last AS b
    JOIN last AS a ON a.s = b.s AND a.class = 'Actual' AND a.year > b.year AND a.counted = b.counted
    JOIN last AS t ON t.s = b.s AND t.class = 'Target' AND t.counted = b.counted
    LEFT JOIN direction ON direction.s = b.s
    WHERE b.class = 'Baseline'
),
line AS (
    SELECT *,
           CASE WHEN direction = 'Maintain' OR actual_year >= target_year THEN (t * 1000000000)::HUGEINT * 1000000000
                ELSE (b * 1000000000)::HUGEINT * 1000000000
                     + ((t - b) * 1000000000)::HUGEINT * 1000000000 * (actual_year - baseline_year) // (target_year - baseline_year)
           END AS exact,
           CASE WHEN bound = 'gt' THEN a > t WHEN bound = 'lt' THEN a < t WHEN direction = 'Decrease' THEN a <= t ELSE a >= t END AS reached
    FROM figures
    WHERE direction IS NOT NULL
),
off AS (
    SELECT * FROM line
    WHERE NOT reached
      AND (actual_year >= target_year
           OR CASE WHEN direction = 'Decrease' THEN (a * 1000000000)::HUGEINT * 1000000000 > exact
                   ELSE (a * 1000000000)::HUGEINT * 1000000000 < exact END)
)
SELECT thing.iri, label.token, unit.token, off.direction, baseline_year, baseline, target_year, target, actual_year, actual,
       CASE WHEN exact >= 0 THEN (exact + 500000000000000) // 1000000000000000 ELSE (exact - 499999999999999) // 1000000000000000 END * 1000000000000000 AS expected,
       plan.token, town.token, split_part(any_value(place.place), '#', 1), any_value(split_part(place.place, '#', 2))::INTEGER
FROM off
JOIN kind ON kind.s = off.s AND kind.class = 'Indicator'
JOIN thing ON thing.id = off.s
JOIN label ON label.s = off.s
JOIN in_plan ON in_plan.s = off.s
JOIN label AS plan ON plan.s = in_plan.o
JOIN publisher ON publisher.s = in_plan.o
JOIN label AS town ON town.s = publisher.o
LEFT JOIN unit ON unit.s = off.s
LEFT JOIN place ON place.s = off.s
WHERE ($plan IS NULL OR in_plan.o = (SELECT id FROM thing WHERE iri = $plan))
  AND ($municipality IS NULL OR publisher.o = (SELECT id FROM thing WHERE iri = $municipality))
GROUP BY thing.iri, label.token, unit.token, off.direction, baseline_year, baseline, b, target_year, target, t, actual_year, actual, a,
         exact, plan.token, town.token
ORDER BY thing.iri, b, t, a
