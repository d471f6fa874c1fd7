-- columns: measure iri, number token, measureLabel token, planLabel token, municipalityLabel token, file text, line integer
WITH gap AS (
    SELECT s FROM kind WHERE class = 'Measure'
    EXCEPT
    SELECT s FROM (SELECT s FROM department UNION SELECT above.o FROM department JOIN above USING (s)) AS filled
)
SELECT thing.iri, notation.token, label.token, plan_label.token, town_label.token,
       split_part(any_value(place.place), '#', 1), any_value(split_part(place.place, '#', 2))::INTEGER
FROM gap
JOIN thing ON thing.id = gap.s
JOIN label ON label.s = gap.s
JOIN in_plan ON in_plan.s = gap.s
JOIN label AS plan_label ON plan_label.s = in_plan.o
JOIN publisher ON publisher.s = in_plan.o
JOIN label AS town_label ON town_label.s = publisher.o
LEFT JOIN notation ON notation.s = gap.s
LEFT JOIN place ON place.s = gap.s
WHERE ($plan IS NULL OR in_plan.o = (SELECT id FROM thing WHERE iri = $plan))
  AND ($municipality IS NULL OR publisher.o = (SELECT id FROM thing WHERE iri = $municipality))
GROUP BY thing.iri, notation.token, label.token, plan_label.token, town_label.token
ORDER BY thing.iri
