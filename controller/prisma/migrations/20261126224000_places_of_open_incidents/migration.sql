-- What was open before incidents had a place and a time: where a part of the subject names a pole or its device, it is
-- there; and somebody is to see to it from now on.
UPDATE "incident" SET
    "cluster_id" = "found"."cluster_id",
    "commune_id" = "found"."commune_id",
    "due_at" = CASE WHEN "kind" IN ('device-silent', 'device-fault') THEN now() + interval '4 hours' END
FROM (
    SELECT DISTINCT ON ("open"."id") "open"."id", "pole"."id" AS "cluster_id", "hamlet"."parent_id" AS "commune_id"
    FROM "incident" "open"
    CROSS JOIN unnest(regexp_split_to_array("open"."subject", '[/:]')) AS "part"
    LEFT JOIN "device" ON "device"."id" = "part"
    JOIN "cluster" "pole" ON "pole"."id" IN ("part", "device"."cluster_id")
    JOIN "area" "hamlet" ON "hamlet"."id" = "pole"."hamlet_id"
    WHERE "open"."cleared_at" IS NULL AND "open"."commune_id" IS NULL
    ORDER BY "open"."id"
) "found"
WHERE "found"."id" = "incident"."id";
