-- columns: measure iri, number token, measureLabel token, planLabel token, municipalityLabel token, file text, line integer
SELECT DISTINCT measure, number, label, plan_label, town_label, file, line
FROM measure_row
WHERE s NOT IN (
    SELECT o FROM indicator_of
    UNION
    SELECT above.o FROM indicator_of JOIN above ON above.s = indicator_of.o
)
  AND ($plan IS NULL OR plan = $plan) AND ($municipality IS NULL OR town = $municipality)
ORDER BY measure
