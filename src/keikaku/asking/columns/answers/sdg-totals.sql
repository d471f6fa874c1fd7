-- columns: municipality iri, municipalityLabel token, sdg iri, declared integer, inherited integer, projects integer, indicators integer, yen integer, unreadable integer
WITH belongs AS (
    SELECT DISTINCT in_plan.s, in_plan.o AS plan, publisher.o AS town
    FROM in_plan JOIN publisher ON publisher.s = in_plan.o
    WHERE ($plan IS NULL OR in_plan.o = (SELECT id FROM thing WHERE iri = $plan))
      AND ($municipality IS NULL OR publisher.o = (SELECT id FROM thing WHERE iri = $municipality))
),
measure AS (SELECT belongs.town, belongs.s FROM belongs JOIN kind ON kind.s = belongs.s AND kind.class = 'Measure'),
goal AS (SELECT goal AS iri, row_number() OVER (ORDER BY goal) AS id FROM (SELECT DISTINCT goal FROM sdg)),
stated AS (SELECT sdg.s, goal.id AS goal FROM sdg JOIN goal ON goal.iri = sdg.goal),  -- numbers are compared in less time
declared AS (
    SELECT DISTINCT measure.town, stated.goal, measure.s
    FROM measure JOIN serves_or_self AS down ON down.o = measure.s JOIN stated ON stated.s = down.s
),
inherited AS (
    SELECT DISTINCT measure.town, stated.goal, measure.s
    FROM measure JOIN above ON above.s = measure.s JOIN stated ON stated.s = above.o
),
town_of AS (SELECT DISTINCT up.s, belongs.town FROM above_or_self AS up JOIN belongs ON belongs.s = up.o),
goal_of AS (SELECT DISTINCT up.s, stated.goal FROM above_or_self AS up JOIN stated ON stated.s = up.o),
project AS (SELECT town, goal, s FROM kind JOIN town_of USING (s) JOIN goal_of USING (s) WHERE kind.class = 'Project'),
served AS (
    SELECT up.s, up.o FROM serves_or_self AS up JOIN kind ON kind.s = up.s AND kind.class = 'Indicator'
),
indicator AS (
    SELECT town, goal, s
    FROM (SELECT DISTINCT served.s, belongs.town FROM served JOIN belongs ON belongs.s = served.o)
    JOIN (SELECT DISTINCT served.s, stated.goal FROM served JOIN stated ON stated.s = served.o) USING (s)
),
yen AS (
    SELECT DISTINCT town, goal, budget.o AS budget, amount.yen
    FROM budget JOIN amount ON amount.s = budget.o
    JOIN town_of ON town_of.s = budget.s JOIN goal_of ON goal_of.s = budget.s
    WHERE (town, goal, budget.o) NOT IN (
        SELECT town, goal, counted.budget
        FROM counted JOIN town_of ON town_of.s = counted.project JOIN goal_of ON goal_of.s = counted.project
    )
),
lost AS (
    SELECT belongs.town, count(DISTINCT belongs.s) AS fields
    FROM belongs JOIN unreadable ON unreadable.s = belongs.s AND unreadable.iri = 'https://w3id.org/keikaku/ns#sdg'
    WHERE belongs.s NOT IN (SELECT s FROM sdg)
    GROUP BY belongs.town
),
counted AS (
    SELECT town, goal, count(*) AS declared, 0 AS linked, 0 AS projects, 0 AS indicators, 0::HUGEINT AS yen FROM declared GROUP BY ALL
    UNION ALL
    SELECT town, goal, 0, count(*), 0, 0, 0 FROM (SELECT * FROM declared UNION SELECT * FROM inherited) GROUP BY ALL
    UNION ALL
    SELECT town, goal, 0, 0, count(*), 0, 0 FROM project GROUP BY ALL
    UNION ALL
    SELECT town, goal, 0, 0, 0, count(*), 0 FROM indicator GROUP BY ALL
    UNION ALL
    SELECT town, goal, 0, 0, 0, 0, sum(yen) FROM yen GROUP BY ALL
),
totals AS (
    SELECT town, goal, sum(declared) AS declared, sum(linked) AS linked, sum(projects) AS projects,
           sum(indicators) AS indicators, sum(yen) AS yen
    FROM counted GROUP BY ALL
)
SELECT DISTINCT thing.iri, label.token, goal.iri, declared, linked - declared, projects, indicators, yen, coalesce(lost.fields, 0)
FROM totals JOIN thing ON thing.id = totals.town JOIN goal ON goal.id = totals.goal LEFT JOIN label ON label.s = totals.town
LEFT JOIN lost ON lost.town = totals.town
ORDER BY thing.iri, split_part(goal.iri, '/sdg/', 2)::INTEGER
