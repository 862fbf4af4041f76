-- CreateTable
CREATE TABLE "relay_source" (
    "id" TEXT NOT NULL,
    "area_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "addresses" TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "last_check" JSONB,
    "on_air" JSONB,

    CONSTRAINT "relay_source_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "relay_source_area_id_idx" ON "relay_source"("area_id");

-- AddForeignKey
ALTER TABLE "relay_source" ADD CONSTRAINT "relay_source_area_id_fkey" FOREIGN KEY ("area_id") REFERENCES "area"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
