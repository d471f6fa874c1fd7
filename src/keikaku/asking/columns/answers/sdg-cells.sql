-- columns: plan iri, measure iri, number token, measureLabel token, sdg iri, status text, projects integer, indicators integer, yen integer
WITH measure AS (
    SELECT DISTINCT kind.s, in_plan.o AS plan
    FROM kind JOIN in_plan ON in_plan.s = kind.s JOIN publisher ON publisher.s = in_plan.o
    WHERE kind.class = 'Measure'
      AND ($plan IS NULL OR in_plan.o = (SELECT id FROM thing WHERE iri = $plan))
      AND ($municipality IS NULL OR publisher.o = (SELECT id FROM thing WHERE iri = $municipality))
),
below AS (SELECT DISTINCT up.s, up.o AS measure FROM above_or_self AS up JOIN measure ON measure.s = up.o),
goal_of AS (SELECT DISTINCT up.s, sdg.goal FROM above_or_self AS up JOIN sdg ON sdg.s = up.o),
declared AS (
    SELECT DISTINCT down.o AS measure, sdg.goal
    FROM serves_or_self AS down JOIN measure ON measure.s = down.o JOIN sdg ON sdg.s = down.s
),
inherited AS (
    SELECT DISTINCT above.s AS measure, sdg.goal
    FROM above JOIN measure USING (s) JOIN sdg ON sdg.s = above.o
),
project AS (
    SELECT below.measure, goal_of.goal, count(DISTINCT below.s) AS projects
    FROM below JOIN kind ON kind.s = below.s AND kind.class = 'Project' JOIN goal_of ON goal_of.s = below.s
    GROUP BY ALL
),
member AS (SELECT DISTINCT indicator_of.s, below.measure FROM indicator_of JOIN below ON below.s = indicator_of.o),
indicator AS (
    SELECT member.measure, sdg.goal, count(DISTINCT member.s) AS indicators
    FROM member JOIN serves_or_self AS stated ON stated.s = member.s JOIN sdg ON sdg.s = stated.o
    GROUP BY ALL
),
paid AS (
    SELECT DISTINCT below.measure, goal_of.goal, budget.o AS budget, amount.yen
    FROM budget JOIN amount ON amount.s = budget.o
    JOIN below ON below.s = budget.s JOIN goal_of ON goal_of.s = budget.s
),
twice AS (
    SELECT below.measure, goal_of.goal, counted.budget
    FROM counted JOIN below ON below.s = counted.project JOIN goal_of ON goal_of.s = counted.project
),
money AS (SELECT measure, goal, sum(yen) AS yen FROM paid ANTI JOIN twice USING (measure, goal, budget) GROUP BY ALL),
cell AS (
    SELECT measure, goal, bool_or(declared) AS declared
    FROM (
        SELECT *, true AS declared FROM declared
        UNION ALL SELECT *, false FROM inherited
        UNION ALL SELECT measure, goal, false FROM project
        UNION ALL SELECT measure, goal, false FROM indicator
        UNION ALL SELECT measure, goal, false FROM money
    )
    GROUP BY ALL
)
SELECT DISTINCT plan.iri, thing.iri, notation.token, label.token, cell.goal,
       CASE WHEN cell.declared THEN 'declared' ELSE 'inherited' END,
       coalesce(projects, 0), coalesce(indicators, 0), coalesce(yen, 0)
FROM cell JOIN measure ON measure.s = cell.measure
JOIN thing AS plan ON plan.id = measure.plan JOIN thing ON thing.id = cell.measure
JOIN label ON label.s = cell.measure LEFT JOIN notation ON notation.s = cell.measure
LEFT JOIN project USING (measure, goal) LEFT JOIN indicator USING (measure, goal) LEFT JOIN money USING (measure, goal)
ORDER BY plan.iri, thing.iri, cell.goal
