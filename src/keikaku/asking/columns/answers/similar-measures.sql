-- columns: share decimal, other iri, otherLabel token, otherMunicipality iri, otherMunicipalityLabel token, file text, line integer
WITH asked AS (SELECT s, text FROM search_key WHERE s = (SELECT id FROM thing WHERE iri = $measure)),
pair AS (SELECT DISTINCT s, text, substr(text, start::INTEGER, 2) AS two FROM asked, range(1, 41) AS position(start) WHERE start < length(text)),
common AS (
    SELECT pair.s, pair.text, other.s AS other, count(DISTINCT two) AS shared
    FROM pair
    JOIN search_key AS other ON contains(other.text, two)
    JOIN kind ON kind.s = other.s AND kind.class = 'Measure'
    GROUP BY ALL
),
scored AS (
    SELECT *, (shared * 2000 + length(text) - 1) // (2 * (length(text) - 1)) AS thousandths
    FROM common WHERE length(text) > 1
)
SELECT scored.thousandths * 1000000000000000::HUGEINT AS share, thing.iri, label.token, town.iri, town_label.token,
       split_part(min(place.place), '#', 1), split_part(min(place.place), '#', 2)::INTEGER
FROM scored
JOIN in_plan AS own_plan ON own_plan.s = scored.s
JOIN publisher AS own ON own.s = own_plan.o
JOIN thing ON thing.id = scored.other
JOIN label ON label.s = scored.other
JOIN in_plan ON in_plan.s = scored.other
JOIN publisher ON publisher.s = in_plan.o
JOIN thing AS town ON town.id = publisher.o
JOIN label AS town_label ON town_label.s = publisher.o
LEFT JOIN place ON place.s = scored.other
WHERE scored.thousandths >= 500 AND publisher.o <> own.o
GROUP BY share, thing.iri, label.token, town.iri, town_label.token
ORDER BY share DESC, thing.iri
