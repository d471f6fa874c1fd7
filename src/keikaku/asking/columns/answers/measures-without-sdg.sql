-- columns: measure iri, number token, measureLabel token, status text, planLabel token, municipalityLabel token, file text, line integer
WITH line AS (SELECT s, o FROM above_or_self UNION SELECT o, s FROM above),
unreadable_measure AS (
    SELECT up.s FROM above_or_self AS up JOIN unreadable ON unreadable.s = up.o AND unreadable.iri = 'https://w3id.org/keikaku/ns#sdg'
),
general_measure AS (
    SELECT line.s FROM line JOIN commitment ON commitment.s = line.o
    UNION
    SELECT in_plan.s FROM in_plan JOIN commitment ON commitment.s = in_plan.o
    UNION
    SELECT member.s
    FROM commitment
    JOIN kind ON kind.s = commitment.s AND kind.class IN ('Vision', 'Perspective', 'Policy')
    JOIN in_plan AS own ON own.s = commitment.s
    JOIN in_plan AS member ON member.o = own.o
)
SELECT DISTINCT measure, number, label,
       CASE WHEN s IN (SELECT s FROM unreadable_measure) THEN 'unreadable'
            WHEN s IN (SELECT s FROM general_measure) THEN 'general' ELSE 'absent' END,
       plan_label, town_label, file, line
FROM measure_row
WHERE s NOT IN (
    SELECT s FROM sdg
    UNION
    SELECT above.s FROM above JOIN sdg ON sdg.s = above.o
    UNION
    SELECT above.o FROM above JOIN sdg ON sdg.s = above.s
)
  AND ($plan IS NULL OR plan = $plan) AND ($municipality IS NULL OR town = $municipality)
ORDER BY measure
