-- columns: plan iri, planLabel token, sdg iri, sdgLabel token, unreadable integer
WITH measure AS (SELECT kind.s, in_plan.o AS plan FROM kind JOIN in_plan USING (s) WHERE class = 'Measure'),
goal AS (SELECT thing.iri AS goal FROM kind JOIN thing ON thing.id = kind.s WHERE class = 'SDG'),
gap AS (
    SELECT DISTINCT measure.plan, goal.goal FROM measure, goal
    EXCEPT
    SELECT measure.plan, sdg.goal FROM measure JOIN serves_or_self AS down ON down.o = measure.s JOIN sdg ON sdg.s = down.s
    EXCEPT
    SELECT measure.plan, sdg.goal FROM measure JOIN above ON above.s = measure.s JOIN sdg ON sdg.s = above.o
),
lost AS (
    SELECT measure.plan, count(DISTINCT measure.s) AS measures
    FROM measure
    JOIN unreadable ON unreadable.s = measure.s AND unreadable.iri = 'https://w3id.org/keikaku/ns#sdg'
    WHERE measure.s NOT IN (SELECT s FROM sdg)
    GROUP BY measure.plan
)
SELECT thing.iri, label.token, gap.goal, name_ja.token, coalesce(lost.measures, 0)
FROM gap
JOIN thing ON thing.id = gap.plan
JOIN label ON label.s = gap.plan
JOIN (SELECT DISTINCT s FROM publisher
      WHERE $municipality IS NULL OR o = (SELECT id FROM thing WHERE iri = $municipality)) AS published ON published.s = gap.plan
LEFT JOIN lost ON lost.plan = gap.plan
LEFT JOIN thing AS named ON named.iri = gap.goal
LEFT JOIN name_ja ON name_ja.s = named.id
WHERE $plan IS NULL OR thing.iri = $plan
ORDER BY thing.iri, split_part(gap.goal, '/sdg/', 2)::INTEGER
