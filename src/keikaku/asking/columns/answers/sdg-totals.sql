-- columns: municipality iri, municipalityLabel token, sdg iri, declared integer, inherited integer, projects integer, indicators integer, yen integer, unreadable integer
WITH belongs AS (
    SELECT DISTINCT in_plan.s, in_plan.o AS plan, publisher.o AS town
    FROM in_plan JOIN publisher ON publisher.s = in_plan.o
    WHERE ($plan IS NULL OR in_plan.o = (SELECT id FROM thing WHERE iri = $plan))
      AND ($municipality IS NULL OR publisher.o = (SELECT id FROM thing WHERE iri = $municipality))
),
measure AS (SELECT belongs.town, belongs.s FROM belongs JOIN kind ON kind.s = belongs.s AND kind.class = 'Measure'),
declared AS (
    SELECT DISTINCT measure.town, sdg.goal, measure.s
    FROM measure JOIN serves_or_self AS down ON down.o = measure.s JOIN sdg ON sdg.s = down.s
),
inherited AS (
    SELECT DISTINCT measure.town, sdg.goal, measure.s
    FROM measure JOIN above ON above.s = measure.s JOIN sdg ON sdg.s = above.o
),
town_of AS (SELECT DISTINCT up.s, belongs.town FROM above_or_self AS up JOIN belongs ON belongs.s = up.o),
goal_of AS (SELECT DISTINCT up.s, sdg.goal FROM above_or_self AS up JOIN sdg ON sdg.s = up.o),
project AS (
    SELECT DISTINCT town, goal, kind.s
    FROM kind JOIN town_of USING (s) JOIN goal_of USING (s) WHERE kind.class = 'Project'
),
served AS (
    SELECT up.s, up.o FROM serves_or_self AS up JOIN kind ON kind.s = up.s AND kind.class = 'Indicator'
),
indicator AS (
    SELECT DISTINCT belongs.town, sdg.goal, member.s
    FROM served AS member JOIN belongs ON belongs.s = member.o
    JOIN served AS stated ON stated.s = member.s JOIN sdg ON sdg.s = stated.o
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
SELECT DISTINCT thing.iri, label.token, goal, declared, linked - declared, projects, indicators, yen, coalesce(lost.fields, 0)
FROM totals JOIN thing ON thing.id = totals.town LEFT JOIN label ON label.s = totals.town
LEFT JOIN lost ON lost.town = totals.town
ORDER BY thing.iri, split_part(goal, '/sdg/', 2)::INTEGER
