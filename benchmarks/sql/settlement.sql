-- Every claim's decision. `{place}` is a CASE over the numbers of the winners, which `winners.sql` has found before.
WITH placed AS (SELECT *, {place} AS place FROM eligibility_with_reasons)
SELECT
    number,
    CASE
        WHEN place IS NOT NULL THEN 'granted'
        WHEN prize > 0 THEN 'exhausted'
        WHEN (failed & 255) > 0 OR ((failed & 768) > 0 AND (failed & 3072) > 0) THEN 'refused'
        ELSE 'undetermined'
    END AS outcome,
    CASE WHEN place IS NOT NULL THEN prize END AS prize,
    place::BIGINT AS place,
    CASE WHEN place IS NULL THEN 0 WHEN prize = 1 THEN 100000 ELSE 50000 END::DECIMAL(18, 2) AS amount,
    failed,
    missing
FROM placed
