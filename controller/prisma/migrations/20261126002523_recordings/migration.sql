-- AlterTable
ALTER TABLE "asset" ADD COLUMN     "analysis" JSONB;

-- AlterTable
ALTER TABLE "bulletin_version" ADD COLUMN     "original_id" TEXT,
ADD COLUMN     "repair" JSONB;

-- CreateTable
CREATE TABLE "original" (
    "id" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "original_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "bulletin_version_original_id_idx" ON "bulletin_version"("original_id");

-- AddForeignKey
ALTER TABLE "bulletin_version" ADD CONSTRAINT "bulletin_version_original_id_fkey" FOREIGN KEY ("original_id") REFERENCES "original"("id") ON DELETE SET NULL ON UPDATE CASCADE;
