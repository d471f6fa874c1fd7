-- columns: sdg iri, sdgLabel token, measures integer, measuresInherited integer, projects integer, projectsInherited integer, indicators integer, indicatorsInherited integer, yen integer, yenInherited integer, unreadable integer
WITH below AS (
    SELECT DISTINCT above.s, sdg.goal FROM above JOIN sdg ON sdg.s = above.o
    EXCEPT
    SELECT s, goal FROM sdg
),
twice AS (
    SELECT goal, counted.budget FROM counted JOIN (SELECT s, goal FROM sdg UNION SELECT s, goal FROM below) AS any_of ON any_of.s = counted.project
),
figures AS (
    SELECT thing.iri AS goal, 0 AS measures, 0 AS measures_below, 0 AS projects, 0 AS projects_below, 0 AS indicators,
           0 AS indicators_below, 0::HUGEINT AS yen, 0::HUGEINT AS yen_below
    FROM kind JOIN thing ON thing.id = kind.s WHERE kind.class = 'SDG'
    UNION ALL
    SELECT goal, count(DISTINCT s), 0, 0, 0, 0, 0, 0, 0 FROM sdg JOIN kind USING (s) WHERE class = 'Measure' GROUP BY goal
    UNION ALL
    SELECT goal, 0, count(DISTINCT s), 0, 0, 0, 0, 0, 0 FROM below JOIN kind USING (s) WHERE class = 'Measure' GROUP BY goal
    UNION ALL
    SELECT goal, 0, 0, count(DISTINCT s), 0, 0, 0, 0, 0 FROM sdg JOIN kind USING (s) WHERE class = 'Project' GROUP BY goal
    UNION ALL
    SELECT goal, 0, 0, 0, count(DISTINCT s), 0, 0, 0, 0 FROM below JOIN kind USING (s) WHERE class = 'Project' GROUP BY goal
    UNION ALL
    SELECT goal, 0, 0, 0, 0, count(DISTINCT indicator_of.s), 0, 0, 0
    FROM sdg JOIN indicator_of ON indicator_of.o = sdg.s JOIN kind ON kind.s = indicator_of.s WHERE class = 'Indicator' GROUP BY goal
    UNION ALL
    SELECT goal, 0, 0, 0, 0, 0, count(DISTINCT indicator_of.s), 0, 0
    FROM below JOIN indicator_of ON indicator_of.o = below.s GROUP BY goal
    UNION ALL
    SELECT goal, 0, 0, 0, 0, 0, 0, sum(yen), 0
    FROM (SELECT DISTINCT goal, budget.o, yen FROM sdg JOIN budget USING (s) JOIN amount ON amount.s = budget.o
          WHERE (goal, budget.o) NOT IN (SELECT goal, budget FROM twice)) GROUP BY goal
    UNION ALL
    SELECT goal, 0, 0, 0, 0, 0, 0, 0, sum(yen)
    FROM (SELECT DISTINCT goal, budget.o, yen FROM below JOIN budget USING (s) JOIN amount ON amount.s = budget.o
          WHERE (goal, budget.o) NOT IN (SELECT goal, budget FROM twice)) GROUP BY goal
)
SELECT totals.goal, name_ja.token, totals.* EXCLUDE (goal),
       (SELECT count(DISTINCT s) FROM unreadable WHERE iri = 'https://w3id.org/keikaku/ns#sdg' AND s NOT IN (SELECT s FROM sdg))
FROM (
    SELECT goal, sum(measures), sum(measures_below), sum(projects), sum(projects_below), sum(indicators),
           sum(indicators_below), sum(yen), sum(yen_below)
    FROM figures GROUP BY goal
) AS totals
LEFT JOIN thing ON thing.iri = totals.goal
LEFT JOIN name_ja ON name_ja.s = thing.id
ORDER BY split_part(totals.goal, '/sdg/', 2)::INTEGER
