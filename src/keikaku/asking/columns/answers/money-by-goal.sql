-- columns: group iri, groupLabel token, year token, projects integer, total integer, specific integer, general integer, undivided integer
WITH member AS (
    SELECT DISTINCT above.o AS grp, label.token, above.s AS project
    FROM above
    JOIN kind AS project ON project.s = above.s AND project.class = 'Project'
    JOIN kind AS upper ON upper.s = above.o AND upper.class = 'Goal'
    JOIN label ON label.s = above.o
)
SELECT thing.iri, member.token, money.year, count(DISTINCT money.project), sum(total) AS total,
       sum(coalesce(specific, 0)), sum(coalesce(general, 0)), sum(total - coalesce(specific, 0) - coalesce(general, 0))
FROM member JOIN money USING (project) JOIN thing ON thing.id = member.grp
ANTI JOIN (SELECT counted.budget, same.grp FROM counted JOIN member AS same USING (project)) AS twice
    ON twice.budget = money.budget AND twice.grp = member.grp
GROUP BY thing.iri, member.token, money.year, money.year_text
ORDER BY money.year_text, total DESC, thing.iri
