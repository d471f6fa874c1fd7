-- columns: plan iri, measure iri, number token, measureLabel token, sdg iri, status text, projects integer, indicators integer, yen integer
WITH measure AS (
    SELECT DISTINCT kind.s, in_plan.o AS plan
    FROM kind JOIN in_plan ON in_plan.s = kind.s JOIN publisher ON publisher.s = in_plan.o
    WHERE kind.class = 'Measure'
      AND ($plan IS NULL OR in_plan.o = (SELECT id FROM thing WHERE iri = $plan))
      AND ($municipality IS NULL OR publisher.o = (SELECT id FROM thing WHERE iri = $municipality))
),
goal AS (SELECT goal AS iri, row_number() OVER (ORDER BY goal) AS id FROM (SELECT DISTINCT goal FROM sdg)),  -- numbers are compared in less time
stated AS (SELECT sdg.s, goal.id AS goal FROM sdg JOIN goal ON goal.iri = sdg.goal),
below AS (SELECT s, o AS measure FROM above_or_self WHERE o IN (SELECT s FROM measure)),
goal_of AS (SELECT DISTINCT up.s, stated.goal FROM above_or_self AS up JOIN stated ON stated.s = up.o),
declared AS (
    SELECT down.o AS measure, stated.goal
    FROM serves_or_self AS down JOIN stated ON stated.s = down.s WHERE down.o IN (SELECT s FROM measure)
),
inherited AS (
    SELECT above.s AS measure, stated.goal
    FROM above JOIN stated ON stated.s = above.o WHERE above.s IN (SELECT s FROM measure)
),
project AS (
    SELECT below.measure, goal_of.goal, count(*) AS projects
    FROM below JOIN kind ON kind.s = below.s AND kind.class = 'Project' JOIN goal_of ON goal_of.s = below.s
    GROUP BY ALL
),
member AS (SELECT DISTINCT indicator_of.s, below.measure FROM indicator_of JOIN below ON below.s = indicator_of.o),
indicator AS (
    SELECT member.measure, served.goal, count(*) AS indicators
    FROM member JOIN (
        SELECT DISTINCT up.s, stated.goal
        FROM serves_or_self AS up JOIN stated ON stated.s = up.o WHERE up.s IN (SELECT s FROM indicator_of)
    ) AS served ON served.s = member.s
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
    SELECT measure, goal, bool_or(declared) AS declared, sum(projects) AS projects, sum(indicators) AS indicators, sum(yen) AS yen
    FROM (
        SELECT measure, goal, true AS declared, 0 AS projects, 0 AS indicators, 0::HUGEINT AS yen FROM declared
        UNION ALL SELECT measure, goal, false, 0, 0, 0 FROM inherited
        UNION ALL SELECT measure, goal, false, projects, 0, 0 FROM project
        UNION ALL SELECT measure, goal, false, 0, indicators, 0 FROM indicator
        UNION ALL SELECT measure, goal, false, 0, 0, yen FROM money
    )
    GROUP BY ALL
)
SELECT DISTINCT plan.iri, thing.iri, notation.token, label.token, goal.iri,
       CASE WHEN declared THEN 'declared' ELSE 'inherited' END, projects, indicators, yen
FROM cell JOIN measure ON measure.s = cell.measure JOIN goal ON goal.id = cell.goal
JOIN thing AS plan ON plan.id = measure.plan JOIN thing ON thing.id = cell.measure
JOIN label ON label.s = cell.measure LEFT JOIN notation ON notation.s = cell.measure
ORDER BY plan.iri, thing.iri, goal.iri
