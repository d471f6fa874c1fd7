-- columns: group iri, groupLabel token, year token, projects integer, total integer, specific integer, general integer, undivided integer, share decimal
WITH grouped AS (
    SELECT DISTINCT above_or_self.s AS project, sdg.goal
    FROM sdg JOIN above_or_self ON above_or_self.o = sdg.s JOIN kind ON kind.s = above_or_self.s AND kind.class = 'Project'
),
parts AS (SELECT project, count(*) AS groups FROM grouped GROUP BY project)
SELECT DISTINCT sums.goal, name_ja.token, sums.year, projects, total, specific, general, undivided, share
FROM (
    SELECT goal, year, year_text, count(DISTINCT project) AS projects, sum(total) AS total, sum(coalesce(specific, 0)) AS specific,
           sum(coalesce(general, 0)) AS general, sum(total - coalesce(specific, 0) - coalesce(general, 0)) AS undivided,
           sum(CASE WHEN money.budget IN (SELECT budget FROM counted JOIN grouped USING (project)) THEN 0
                    ELSE total * 1000000000000000000::HUGEINT // groups END) AS share
    FROM grouped JOIN money USING (project) JOIN parts USING (project)
    ANTI JOIN (SELECT counted.budget, same.goal FROM counted JOIN grouped AS same USING (project)) AS twice
        ON twice.budget = money.budget AND twice.goal = grouped.goal
    GROUP BY ALL
) AS sums
LEFT JOIN thing ON thing.iri = sums.goal
LEFT JOIN name_ja ON name_ja.s = thing.id
ORDER BY sums.year, total DESC, sums.goal
