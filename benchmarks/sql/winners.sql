-- First come: of each prize the first three trains in the order of completion; a train that is claimed twice counts once.
WITH eligible AS (
    SELECT
        number, "train number", "completed on", "submitted at",
        CASE WHEN kind = 'high-speed train' THEN 2 ELSE 1 END AS prize
    FROM claims
    WHERE
        "completed on" BETWEEN DATE '2023-05-04' AND DATE '2023-09-30'
        AND "same day and train"
        AND stop IN ('大同站', '大同南站')
        AND nights >= 1
        AND "paid sights" >= 2
        AND "ticket rate" >= 0.5
        AND "train number" IS NOT NULL
        AND "submitted at" < TIMESTAMP '2023-10-16 00:00:00'
        AND (
            (kind IN ('train', 'chartered high-speed train') AND passengers >= 400)
            OR (kind = 'high-speed train' AND passengers >= 200)
        )
),
once AS (
    SELECT * FROM eligible
    QUALIFY row_number() OVER (PARTITION BY "train number" ORDER BY "completed on", "submitted at", number) = 1
)
SELECT prize, row_number() OVER (PARTITION BY prize ORDER BY "completed on", "submitted at", number) AS place, number
FROM once
QUALIFY place <= 3
ORDER BY prize, place
