-- From N-Quads lines to tables: one per property that questions ask about, things as numbers.
--
-- $files are N-Quads files, the vocabularies' among them. A term that an answer gives as it stands is kept as its
-- N-Triples token (a label with its language); what is compared is kept as a value. Every table is a set, since
-- the graphs of a store are asked as one.

CREATE TEMP TABLE quad AS
SELECT subject[2:-2] AS s, predicate[2:-2] AS p,
       CASE WHEN third[1] = '<' THEN third
            ELSE regexp_replace(line[length(subject) + length(predicate) + 3:], ' <[^<>" ]*> \.$', '') END AS o
FROM (
    SELECT line, split_part(line, ' ', 1) AS subject, split_part(line, ' ', 2) AS predicate, split_part(line, ' ', 3) AS third
    FROM read_csv($files, columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', header = false,
                  auto_detect = false, strict_mode = false, max_line_size = 16777216)
)
WHERE predicate IN (SELECT '<' || iri || '>' FROM property)
  AND NOT (predicate = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>' AND third NOT IN (SELECT '<' || iri || '>' FROM class));

CREATE MACRO of(wanted) AS TABLE (
    SELECT DISTINCT s, o FROM quad WHERE p = (SELECT iri FROM property WHERE property.name = wanted)
);
CREATE MACRO plain(token) AS
    CASE WHEN NOT contains(token, '\') THEN token[2:length(token) - position('"' IN reverse(token))]
         ELSE replace(replace(replace(replace(replace(replace(
              token[2:length(token) - position('"' IN reverse(token))],
              '\\', chr(1)), '\"', '"'), '\n', chr(10)), '\r', chr(13)), '\t', chr(9)), chr(1), '\') END;

-- Things, by number. Statements and source lines stay out: they are looked at once, below.
CREATE TABLE thing AS
SELECT row_number() OVER (ORDER BY iri) AS id, iri
FROM (
    SELECT s AS iri FROM quad WHERE p IN (SELECT iri FROM property WHERE about = 'thing')
    UNION
    SELECT o[2:-2] FROM quad WHERE p IN (SELECT iri FROM property WHERE about = 'thing') AND o[1] = '<'
);
CREATE UNIQUE INDEX thing_iri ON thing (iri);

CREATE MACRO pairs(wanted) AS TABLE (
    SELECT DISTINCT a.id AS s, b.id AS o
    FROM of(wanted) AS q JOIN thing AS a ON a.iri = q.s JOIN thing AS b ON b.iri = q.o[2:-2]
);
CREATE MACRO facts(wanted) AS TABLE (
    SELECT DISTINCT a.id AS s, q.o AS token FROM of(wanted) AS q JOIN thing AS a ON a.iri = q.s
);

CREATE TABLE kind AS
SELECT DISTINCT a.id AS s, class.name AS class
FROM of('type') AS q JOIN thing AS a ON a.iri = q.s JOIN class ON class.iri = q.o[2:-2];

CREATE TABLE label AS SELECT s, token, plain(token) AS text FROM facts('label');
CREATE TABLE name_ja AS SELECT s, token FROM facts('prefLabel') WHERE token LIKE '%"@ja';
CREATE TABLE notation AS SELECT s, token, plain(token) AS text FROM facts('notation');
CREATE TABLE search_key AS SELECT s, plain(token) AS text FROM facts('searchKey');
CREATE TABLE unit AS SELECT s, token FROM facts('unitLabel');
CREATE TABLE described AS SELECT s, token FROM facts('description');
CREATE TABLE in_plan AS SELECT * FROM pairs('inPlan');
CREATE TABLE publisher AS SELECT * FROM pairs('publisher');
CREATE TABLE contributes AS SELECT * FROM pairs('contributesTo');
CREATE TABLE indicator_of AS SELECT * FROM pairs('indicatorOf');
CREATE TABLE budget AS SELECT * FROM pairs('budget') WHERE o NOT IN (SELECT s FROM pairs('isReplacedBy'));
CREATE TABLE observation AS SELECT * FROM pairs('observation');
CREATE TABLE strategy_code AS SELECT * FROM pairs('strategyCode');
CREATE TABLE strategy_goal AS SELECT * FROM pairs('strategyGoal');
CREATE TABLE broader AS SELECT * FROM pairs('broader');
CREATE TABLE direction AS SELECT s, split_part(thing.iri, '#', 2) AS name FROM pairs('desiredDirection') JOIN thing ON thing.id = o;
CREATE TABLE plan_kind AS SELECT s, split_part(thing.iri, '#', 2) AS name FROM pairs('planKind') JOIN thing ON thing.id = o;
CREATE TABLE comparator AS SELECT s, token FROM facts('comparator');
CREATE TABLE accumulation AS SELECT s, token FROM facts('accumulation');
CREATE TABLE department AS
SELECT * FROM pairs('leadDepartment') UNION SELECT * FROM pairs('relatedDepartment') UNION SELECT * FROM pairs('department');
CREATE TABLE commitment AS SELECT DISTINCT s FROM facts('sdgCommitment');
CREATE TABLE unreadable AS SELECT s, thing.iri FROM pairs('unreadableProperty') JOIN thing ON thing.id = o;

-- What each thing serves, whatever lies between. A cycle ends where it began.
CREATE TABLE above AS
WITH RECURSIVE step(s, o) AS (
    SELECT s, o FROM contributes
    UNION
    SELECT step.s, contributes.o FROM step JOIN contributes ON contributes.s = step.o
)
SELECT s, o FROM step ORDER BY s, o;
CREATE TABLE above_or_self AS SELECT s, o FROM above UNION SELECT id, id FROM thing;
CREATE TABLE serves_or_self AS
WITH RECURSIVE edge(s, o) AS (SELECT * FROM contributes UNION SELECT * FROM indicator_of),
step(s, o) AS (
    SELECT s, o FROM edge
    UNION
    SELECT step.s, edge.o FROM step JOIN edge ON edge.s = step.o
)
SELECT s, o FROM step UNION SELECT id, id FROM thing;

-- The goal of a statement of an SDG goal, target or indicator, as the queries write it.
CREATE TABLE sdg AS
SELECT DISTINCT s, regexp_replace(regexp_replace(thing.iri, '/C0?([0-9]+)[0-9]{4}$', '/\1'), '(/sdg/[0-9]+)[.].*$', '\1') AS goal
FROM pairs('sdg') JOIN thing ON thing.id = o;

CREATE MACRO number(token) AS TRY_CAST(plain(token) AS DECIMAL(38, 9));
CREATE TABLE fiscal_year AS SELECT s, token, plain(token) AS text FROM facts('fiscalYear');
CREATE TABLE amount AS SELECT s, number(token)::HUGEINT AS yen FROM facts('totalAmount');
CREATE TABLE specific AS SELECT s, number(token)::HUGEINT AS yen FROM facts('specificRevenue');
CREATE TABLE general AS SELECT s, number(token)::HUGEINT AS yen FROM facts('generalRevenue');
CREATE TABLE figure AS SELECT s, token, number(token) AS value FROM facts('value');

-- A project's money of one budget and year: where a figure was read twice, the larger.
CREATE TABLE money AS
SELECT budget.s AS project, budget.o AS budget, fiscal_year.token AS year, fiscal_year.text AS year_text,
       max(amount.yen) AS total, max(specific.yen) AS specific, max(general.yen) AS general
FROM budget
JOIN fiscal_year ON fiscal_year.s = budget.o
JOIN amount ON amount.s = budget.o
LEFT JOIN specific ON specific.s = budget.o
LEFT JOIN general ON general.s = budget.o
GROUP BY ALL;

-- Which project of another plan prints the same money, the amount that counts where both are in one sum (graph/money.py).
CREATE TABLE counted AS
SELECT same.s AS budget, budget.s AS project FROM pairs('countedBy') AS same JOIN budget ON budget.o = same.o;

-- The first source line of everything that has one.
CREATE TEMP TABLE fragment AS
SELECT first.s, concat(plain(name.o), '#', right('000000' || plain(first.o), 6)) AS place
FROM of('firstLine') AS first
JOIN of('isPartOf') AS part ON part.s = first.s
JOIN of('fileName') AS name ON name.s = part.o[2:-2];
CREATE TEMP TABLE source AS
SELECT q.s, min(fragment.place) AS place FROM of('place') AS q JOIN fragment ON fragment.s = q.o[2:-2] GROUP BY q.s;
CREATE TABLE place AS SELECT thing.id AS s, source.place FROM source JOIN thing ON thing.iri = source.s;

-- Measures as lists show them.
CREATE TABLE measure_row AS
SELECT DISTINCT kind.s, thing.iri AS measure, notation.token AS number, label.token AS label, plan.iri AS plan,
       plan_label.token AS plan_label, town.iri AS town, town_label.token AS town_label,
       split_part(place.place, '#', 1) AS file, split_part(place.place, '#', 2)::INTEGER AS line
FROM kind
JOIN thing ON thing.id = kind.s
JOIN label ON label.s = kind.s
JOIN in_plan ON in_plan.s = kind.s
JOIN thing AS plan ON plan.id = in_plan.o
JOIN label AS plan_label ON plan_label.s = in_plan.o
JOIN publisher ON publisher.s = in_plan.o
JOIN thing AS town ON town.id = publisher.o
JOIN label AS town_label ON town_label.s = publisher.o
LEFT JOIN notation ON notation.s = kind.s
LEFT JOIN place ON place.s = kind.s
WHERE kind.class = 'Measure';

-- Every text that can be searched: labels, and what statements say, with where it stands.
CREATE TABLE said AS
WITH stated AS (
    SELECT subject.s, element.id AS element, regexp_replace(predicate.o[2:-2], '^.*[#/]', '') AS property, object.o AS object
    FROM of('subject') AS subject
    JOIN thing AS element ON element.iri = subject.o[2:-2]
    JOIN of('predicate') AS predicate ON predicate.s = subject.s
    JOIN of('object') AS object ON object.s = subject.s
    WHERE subject.s IN (SELECT s FROM of('searchKey'))
)
SELECT plain(found.o) AS key, stated.element, stated.property,
       CASE WHEN described.token IS NOT NULL THEN described.token ELSE stated.object END AS text, source.place
FROM of('searchKey') AS found
JOIN stated ON stated.s = found.s
LEFT JOIN thing AS role ON role.iri = stated.object[2:-2] AND stated.object[1] = '<'
LEFT JOIN described ON described.s = role.id
LEFT JOIN source ON source.s = found.s
UNION ALL
SELECT plain(found.o), thing.id, 'label', label.token, place.place
FROM of('searchKey') AS found
JOIN thing ON thing.iri = found.s
LEFT JOIN label ON label.s = thing.id
LEFT JOIN place ON place.s = thing.id
WHERE found.s NOT IN (SELECT s FROM of('subject'));

DROP TABLE quad;
