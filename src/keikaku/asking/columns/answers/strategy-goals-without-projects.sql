-- columns: goal iri, goalLabel token, file text, line integer
WITH project AS (SELECT s FROM kind WHERE class = 'Project'),
-- Goals of a strategy that prints projects, below which none stands and which no project of the town names.
named_by AS (
    SELECT search_key.text, publisher.o AS town
    FROM project
    JOIN strategy_goal ON strategy_goal.s = project.s
    JOIN search_key ON search_key.s = strategy_goal.o
    JOIN in_plan ON in_plan.s = project.s
    JOIN publisher ON publisher.s = in_plan.o
),
goal AS (
    SELECT DISTINCT kind.s
    FROM kind
    JOIN in_plan ON in_plan.s = kind.s
    JOIN plan_kind ON plan_kind.s = in_plan.o AND plan_kind.name = 'ComprehensiveStrategy'
    JOIN publisher ON publisher.s = in_plan.o
    JOIN search_key ON search_key.s = kind.s
    WHERE kind.class = 'Goal'
    AND in_plan.o IN (SELECT in_plan.o FROM project JOIN in_plan ON in_plan.s = project.s)
    AND kind.s NOT IN (SELECT above.o FROM project JOIN above ON above.s = project.s)
    AND (search_key.text, publisher.o) NOT IN (SELECT text, town FROM named_by)
),
named AS (
    SELECT kind.s, label.token FROM kind JOIN label ON label.s = kind.s WHERE kind.class = 'StrategyGoal'
    UNION
    SELECT kind.s, notation.token FROM kind JOIN notation ON notation.s = kind.s WHERE kind.class = 'StrategyCode'
    UNION
    SELECT goal.s, label.token FROM goal JOIN label ON label.s = goal.s
),
code AS (SELECT strategy_code.o FROM project JOIN strategy_code ON strategy_code.s = project.s),
met AS (
    SELECT o FROM code
    UNION SELECT strategy_goal.o FROM project JOIN strategy_goal ON strategy_goal.s = project.s
    UNION SELECT broader.o FROM code JOIN broader ON broader.s = code.o
    UNION SELECT contributes.o FROM project JOIN contributes ON contributes.s = project.s
)
SELECT thing.iri, named.token, split_part(place.place, '#', 1), split_part(place.place, '#', 2)::INTEGER
FROM named
JOIN thing ON thing.id = named.s
LEFT JOIN place ON place.s = named.s
WHERE named.s NOT IN (SELECT o FROM met)
ORDER BY thing.iri
