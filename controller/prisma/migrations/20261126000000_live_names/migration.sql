-- Names and codes are unique among what is there; what was removed keeps its own and stands in nobody's way.

DROP INDEX "area_parent_id_name_key";
DROP INDEX "cluster_group_commune_id_name_key";
DROP INDEX "cluster_hamlet_id_code_key";

-- removed rows were told apart by their id at the end of the name
UPDATE "area" SET "name" = left("name", -length("id") - 2)
WHERE "deleted_at" IS NOT NULL AND right("name", length("id") + 2) = ' #' || "id";
UPDATE "cluster_group" SET "name" = left("name", -length("id") - 2)
WHERE "deleted_at" IS NOT NULL AND right("name", length("id") + 2) = ' #' || "id";
UPDATE "cluster" SET "code" = left("code", -length("id") - 2)
WHERE "deleted_at" IS NOT NULL AND right("code", length("id") + 2) = ' #' || "id";

-- CreateIndex
CREATE UNIQUE INDEX "device_public_key_key" ON "device"("public_key");

-- By hand, what Prisma's schema cannot say:

-- the top has no parent, and null differs from null
CREATE UNIQUE INDEX "area_live_name_key" ON "area"((coalesce("parent_id", '')), "name") WHERE "deleted_at" IS NULL;
CREATE UNIQUE INDEX "cluster_group_live_name_key" ON "cluster_group"("commune_id", "name") WHERE "deleted_at" IS NULL;
CREATE UNIQUE INDEX "cluster_live_code_key" ON "cluster"("hamlet_id", "code") WHERE "deleted_at" IS NULL;
