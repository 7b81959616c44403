-- The same with reasons: one bit a condition, in `failed` where it is false and in `missing` where that is unknown.
-- Bits from the lowest: window, last day for claims, together, station, stay, sights, tickets, the fields that ordering
-- needs, then the two conditions of each prize. The figures of nights and passengers are in force from 4 May 2023.
WITH conditions AS (
    SELECT
        number,
        "completed on" BETWEEN DATE '2023-05-04' AND DATE '2023-09-30' AS c0,
        "submitted at" < TIMESTAMP '2023-10-16 00:00:00' AS c1,
        "same day and train" AS c2,
        stop IN ('大同站', '大同南站') AS c3,
        nights >= CASE WHEN "completed on" >= DATE '2023-05-04' THEN 1 END AS c4,
        "paid sights" >= 2 AS c5,
        "ticket rate" >= 0.5 AS c6,
        CASE WHEN "train number" IS NOT NULL AND number IS NOT NULL THEN TRUE END AS c7,
        kind IN ('train', 'chartered high-speed train') AS c8,
        passengers >= CASE WHEN "completed on" >= DATE '2023-05-04' THEN 400 END AS c9,
        kind = 'high-speed train' AS c10,
        passengers >= CASE WHEN "completed on" >= DATE '2023-05-04' THEN 200 END AS c11
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
            + CASE WHEN NOT c10 THEN 1024 ELSE 0 END
            + CASE WHEN NOT c11 THEN 2048 ELSE 0 END
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
            + CASE WHEN c10 IS NULL THEN 1024 ELSE 0 END
            + CASE WHEN c11 IS NULL THEN 2048 ELSE 0 END
        )::BIGINT AS missing
    FROM conditions
)
SELECT
    number,
    CASE
        WHEN ((failed | missing) & 255) = 0 AND ((failed | missing) & 768) = 0 THEN 1
        WHEN ((failed | missing) & 255) = 0 AND ((failed | missing) & 3072) = 0 AND (failed & 768) > 0 THEN 2
        ELSE 0
    END::TINYINT AS prize,
    failed,
    missing
FROM masks
