-- columns: plan iri, goal iri, goalLabel token, sdg iri, sdgLabel token, elements integer, unreadable integer
WITH lost AS (
    SELECT up.o AS goal, count(DISTINCT up.s) AS fields
    FROM above_or_self AS up JOIN unreadable ON unreadable.s = up.s AND unreadable.iri = 'https://w3id.org/keikaku/ns#sdg'
    WHERE up.s NOT IN (SELECT s FROM sdg)
    GROUP BY up.o
)
SELECT plan.iri, goal.iri, label.token, sdg.goal, name_ja.token, count(DISTINCT sdg.s), coalesce(any_value(lost.fields), 0)
FROM sdg
JOIN above_or_self AS up ON up.s = sdg.s
JOIN kind ON kind.s = up.o AND kind.class = 'Goal'
JOIN label ON label.s = up.o
JOIN in_plan ON in_plan.s = up.o
JOIN thing AS goal ON goal.id = up.o
JOIN thing AS plan ON plan.id = in_plan.o
LEFT JOIN lost ON lost.goal = up.o
LEFT JOIN thing AS named ON named.iri = sdg.goal
LEFT JOIN name_ja ON name_ja.s = named.id
WHERE $plan IS NULL OR plan.iri = $plan
GROUP BY plan.iri, goal.iri, label.token, sdg.goal, name_ja.token
ORDER BY plan.iri, goal.iri, sdg.goal
