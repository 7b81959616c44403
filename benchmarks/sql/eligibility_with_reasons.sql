-- The same with reasons: one bit a condition, in `failed` where it is false and in `missing` where a field lacks.
-- Bits from the lowest: window, together, station, stay, sights, tickets, then the two conditions of each prize.
WITH conditions AS (
    SELECT
        number,
        "completed on" BETWEEN DATE '2023-05-04' AND DATE '2023-09-30' AS c0,
        "same day and train" AS c1,
        stop IN ('大同站', '大同南站') AS c2,
        nights >= 1 AS c3,
        "paid sights" >= 2 AS c4,
        "ticket rate" >= 0.5 AS c5,
        kind IN ('train', 'chartered high-speed train') AS c6,
        passengers >= 400 AS c7,
        kind = 'high-speed train' AS c8,
        passengers >= 200 AS c9
    FROM claims
),
masks AS (
    SELECT
        number,
        (
            CASE WHEN NOT c0 THEN 1 ELSE 0 END
            + CASE WHEN NOT c1 THEN 2 ELSE 0 END
            + CASE WHEN NOT c2 THEN 4 ELSE 0 END
            + CASE WHEN NOT c3 THEN 8 ELSE 0 END
            + CASE WHEN NOT c4 THEN 16 ELSE 0 END
            + CASE WHEN NOT c5 THEN 32 ELSE 0 END
            + CASE WHEN NOT c6 THEN 64 ELSE 0 END
            + CASE WHEN NOT c7 THEN 128 ELSE 0 END
            + CASE WHEN NOT c8 THEN 256 ELSE 0 END
            + CASE WHEN NOT c9 THEN 512 ELSE 0 END
        )::BIGINT AS failed,
        (
            CASE WHEN c0 IS NULL THEN 1 ELSE 0 END
            + CASE WHEN c1 IS NULL THEN 2 ELSE 0 END
            + CASE WHEN c2 IS NULL THEN 4 ELSE 0 END
            + CASE WHEN c3 IS NULL THEN 8 ELSE 0 END
            + CASE WHEN c4 IS NULL THEN 16 ELSE 0 END
            + CASE WHEN c5 IS NULL THEN 32 ELSE 0 END
            + CASE WHEN c6 IS NULL THEN 64 ELSE 0 END
            + CASE WHEN c7 IS NULL THEN 128 ELSE 0 END
            + CASE WHEN c8 IS NULL THEN 256 ELSE 0 END
            + CASE WHEN c9 IS NULL THEN 512 ELSE 0 END
        )::BIGINT AS missing
    FROM conditions
)
SELECT
    number,
    CASE
        WHEN (failed & 63) = 0 AND (missing & 63) = 0 AND ((failed | missing) & 192) = 0 THEN 1
        WHEN (failed & 63) = 0 AND (missing & 63) = 0 AND ((failed | missing) & 768) = 0 THEN 2
        ELSE 0
    END::TINYINT AS prize,
    failed,
    missing
FROM masks
