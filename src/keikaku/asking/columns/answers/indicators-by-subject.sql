-- columns: municipalityLabel token, planLabel token, indicator iri, indicatorLabel token, unit token, role text, year token, comparator token, value token, file text, line integer
WITH seen AS (
    SELECT observation.s, lower(kind.class) AS role, fiscal_year.token AS year, fiscal_year.text AS year_text, comparator.token AS comparator,
           figure.token AS value, figure.value AS number
    FROM observation
    JOIN kind ON kind.s = observation.o AND kind.class IN ('Baseline', 'Target', 'Actual')
    LEFT JOIN fiscal_year ON fiscal_year.s = observation.o
    LEFT JOIN comparator ON comparator.s = observation.o
    LEFT JOIN figure ON figure.s = observation.o
)
SELECT town.token, plan.token, thing.iri, label.token, unit.token, seen.role, seen.year, seen.comparator, seen.value,
       split_part(any_value(place.place), '#', 1), any_value(split_part(place.place, '#', 2))::INTEGER
FROM search_key
JOIN kind ON kind.s = search_key.s AND kind.class = 'Indicator'
JOIN thing ON thing.id = search_key.s
JOIN label ON label.s = search_key.s
JOIN in_plan ON in_plan.s = search_key.s
JOIN label AS plan ON plan.s = in_plan.o
JOIN publisher ON publisher.s = in_plan.o
JOIN label AS town ON town.s = publisher.o
LEFT JOIN unit ON unit.s = search_key.s
LEFT JOIN seen ON seen.s = search_key.s
LEFT JOIN place ON place.s = search_key.s
WHERE contains(search_key.text, $word)
  AND ($municipality IS NULL OR publisher.o = (SELECT id FROM thing WHERE iri = $municipality))
GROUP BY town.token, plan.token, thing.iri, label.token, unit.token, seen.role, seen.year, seen.year_text, seen.comparator, seen.value, seen.number
ORDER BY thing.iri, seen.year_text NULLS FIRST, seen.role NULLS FIRST, seen.number NULLS FIRST
