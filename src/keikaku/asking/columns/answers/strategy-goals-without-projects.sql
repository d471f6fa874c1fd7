-- columns: goal iri, goalLabel token, file text, line integer
WITH named AS (
    SELECT kind.s, label.token FROM kind JOIN label ON label.s = kind.s WHERE kind.class = 'StrategyGoal'
    UNION
    SELECT kind.s, notation.token FROM kind JOIN notation ON notation.s = kind.s WHERE kind.class = 'StrategyCode'
),
project AS (SELECT s FROM kind WHERE class = 'Project'),
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
