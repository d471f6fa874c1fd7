-- The tables that are written as Parquet: a heading each, then what it holds.

-- table plans: a plan and who publishes it
SELECT thing.iri AS plan, label.text AS label, town.iri AS municipality, town_label.text AS municipality_label
FROM kind
JOIN thing ON thing.id = kind.s
LEFT JOIN label ON label.s = kind.s
LEFT JOIN publisher ON publisher.s = kind.s
LEFT JOIN thing AS town ON town.id = publisher.o
LEFT JOIN label AS town_label ON town_label.s = publisher.o
WHERE kind.class = 'Plan'
ORDER BY ALL

-- table elements: whatever belongs to a plan, what it serves directly, and its first source line
SELECT thing.iri AS element, kind.class AS class, notation.text AS number, label.text AS label, plan.iri AS plan, upper.iri AS serves,
       split_part(place.place, '#', 1) AS file, split_part(place.place, '#', 2)::INTEGER AS line
FROM in_plan
JOIN thing ON thing.id = in_plan.s
JOIN kind ON kind.s = in_plan.s
JOIN thing AS plan ON plan.id = in_plan.o
LEFT JOIN label ON label.s = in_plan.s
LEFT JOIN notation ON notation.s = in_plan.s
LEFT JOIN (SELECT * FROM contributes UNION SELECT * FROM indicator_of) AS edge ON edge.s = in_plan.s
LEFT JOIN thing AS upper ON upper.id = edge.o
LEFT JOIN place ON place.s = in_plan.s
ORDER BY ALL

-- table lineage: what serves what, whatever lies between
SELECT lower.iri AS lower, upper.iri AS upper
FROM serves_or_self AS served
JOIN thing AS lower ON lower.id = served.s
JOIN thing AS upper ON upper.id = served.o
WHERE served.s <> served.o
ORDER BY ALL

-- table budgets: a project's money by fiscal year, in yen
SELECT project.iri AS project, year_text::INTEGER AS year, total::BIGINT AS total, specific::BIGINT AS specific, general::BIGINT AS general
FROM money JOIN thing AS project ON project.id = money.project
ORDER BY ALL

-- table indicators: an indicator, its unit and the way that is wanted
SELECT thing.iri AS indicator, label.text AS label, plain(unit.token) AS unit, direction.name AS direction
FROM kind
JOIN thing ON thing.id = kind.s
LEFT JOIN label ON label.s = kind.s
LEFT JOIN unit ON unit.s = kind.s
LEFT JOIN direction ON direction.s = kind.s
WHERE kind.class = 'Indicator'
ORDER BY ALL

-- table observations: figures of indicators by role and fiscal year
SELECT thing.iri AS indicator, lower(kind.class) AS role, fiscal_year.text::INTEGER AS year, plain(comparator.token) AS comparator,
       figure.value AS value
FROM observation
JOIN thing ON thing.id = observation.s
JOIN kind ON kind.s = observation.o AND kind.class IN ('Baseline', 'Actual', 'Target')
LEFT JOIN fiscal_year ON fiscal_year.s = observation.o
LEFT JOIN comparator ON comparator.s = observation.o
LEFT JOIN figure ON figure.s = observation.o
ORDER BY ALL

-- table sdgs: which elements state which SDG goals
SELECT thing.iri AS element, sdg.goal AS goal, split_part(sdg.goal, '/sdg/', 2)::INTEGER AS number
FROM sdg JOIN thing ON thing.id = sdg.s
ORDER BY ALL

-- table departments: in whose hands an element is
SELECT thing.iri AS element, unit.iri AS department, label.text AS label
FROM department
JOIN thing ON thing.id = department.s
JOIN thing AS unit ON unit.id = department.o
LEFT JOIN label ON label.s = department.o
ORDER BY ALL

-- table strategies: which codes and goals of comprehensive strategies an element carries
SELECT thing.iri AS element, code.iri AS strategy, coalesce(notation.text, label.text) AS label
FROM (SELECT * FROM strategy_code UNION SELECT * FROM strategy_goal) AS link
JOIN thing ON thing.id = link.s
JOIN thing AS code ON code.id = link.o
LEFT JOIN notation ON notation.s = link.o
LEFT JOIN label ON label.s = link.o
ORDER BY ALL

-- table texts: every label and statement, with its source line
SELECT thing.iri AS element, said.property AS property, plain(said.text) AS text, said.key AS key,
       split_part(said.place, '#', 1) AS file, split_part(said.place, '#', 2)::INTEGER AS line
FROM said JOIN thing ON thing.id = said.element
ORDER BY ALL
