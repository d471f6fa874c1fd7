-- columns: element iri, elementLabel token, property text, text token, file text, line integer
SELECT thing.iri, label.token, said.property, said.text, split_part(min(said.place), '#', 1),
       split_part(min(said.place), '#', 2)::INTEGER
FROM said
JOIN thing ON thing.id = said.element
LEFT JOIN label ON label.s = said.element
WHERE contains(said.key, $word)
GROUP BY thing.iri, label.token, said.property, said.text
ORDER BY thing.iri, said.property, plain(said.text)
