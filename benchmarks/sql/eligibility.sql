-- Which claims meet the rule of the special trains, and by which prize; without reasons.
SELECT
    number,
    CASE
        WHEN NOT coalesce(
            "completed on" BETWEEN DATE '2023-05-04' AND DATE '2023-09-30'
            AND "same day and train"
            AND stop IN ('大同站', '大同南站')
            AND nights >= 1
            AND "paid sights" >= 2
            AND "ticket rate" >= 0.5
            AND "train number" IS NOT NULL
            AND "submitted at" < TIMESTAMP '2023-10-16 00:00:00',
            FALSE
        ) THEN 0
        WHEN kind IN ('train', 'chartered high-speed train') AND passengers >= 400 THEN 1
        WHEN kind = 'high-speed train' AND passengers >= 200 THEN 2
        ELSE 0
    END::TINYINT AS prize
FROM claims
