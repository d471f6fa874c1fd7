-- columns: group iri, groupLabel token, year token, projects integer, total integer, specific integer, general integer, undivided integer, share decimal
WITH grouped AS (SELECT strategy_code.s AS project, strategy_code.o AS grp FROM strategy_code JOIN kind ON kind.s = strategy_code.s AND kind.class = 'Project'),
parts AS (SELECT project, count(DISTINCT grp) AS groups FROM grouped GROUP BY project),
member AS (SELECT DISTINCT grp, token, project FROM grouped JOIN (SELECT s, token FROM notation) AS named ON named.s = grp)
SELECT thing.iri, member.token, money.year, count(DISTINCT project), sum(total) AS total,
       sum(coalesce(specific, 0)), sum(coalesce(general, 0)), sum(total - coalesce(specific, 0) - coalesce(general, 0)),
       sum(CASE WHEN money.budget IN (SELECT budget FROM counted JOIN grouped USING (project)) THEN 0
                ELSE total * 1000000000000000000::HUGEINT // groups END)
FROM member JOIN money USING (project) JOIN parts USING (project) JOIN thing ON thing.id = member.grp
ANTI JOIN (SELECT counted.budget, same.grp FROM counted JOIN member AS same USING (project)) AS twice
    ON twice.budget = money.budget AND twice.grp = member.grp
GROUP BY thing.iri, member.token, money.year, money.year_text
ORDER BY money.year_text, total DESC, thing.iri
