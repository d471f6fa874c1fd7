-- columns: plan iri, planLabel token, year token, projects integer, total integer, specific integer, general integer
WITH spent AS (
    SELECT DISTINCT in_plan.o AS plan, budget.s AS project, budget.o AS budget, fiscal_year.token AS year, fiscal_year.text AS year_text,
           amount.yen AS total, coalesce(specific.yen, 0) AS specific, coalesce(general.yen, 0) AS general
    FROM budget
    JOIN kind ON kind.s = budget.s AND kind.class = 'Project'
    JOIN in_plan ON in_plan.s = budget.s
    JOIN fiscal_year ON fiscal_year.s = budget.o
    JOIN amount ON amount.s = budget.o
    LEFT JOIN specific ON specific.s = budget.o
    LEFT JOIN general ON general.s = budget.o
)
SELECT thing.iri, label.token, year, count(DISTINCT project), sum(total), sum(specific), sum(general)
FROM spent JOIN thing ON thing.id = plan JOIN label ON label.s = plan
WHERE $plan IS NULL OR thing.iri = $plan
GROUP BY thing.iri, label.token, year, year_text
ORDER BY thing.iri, year_text
