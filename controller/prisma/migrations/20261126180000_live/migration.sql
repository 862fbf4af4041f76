-- AlterTable
ALTER TABLE "broadcast" ADD COLUMN     "over_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "live" (
    "id" TEXT NOT NULL,
    "speaker" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "chime_ms" INTEGER NOT NULL,
    "max_ms" INTEGER NOT NULL,
    "delay_ms" INTEGER NOT NULL,
    "record" BOOLEAN NOT NULL,
    "spoken_ms" INTEGER NOT NULL DEFAULT 0,
    "holder" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "live_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "live_ended_at_idx" ON "live"("ended_at");

-- AddForeignKey
ALTER TABLE "live" ADD CONSTRAINT "live_id_fkey" FOREIGN KEY ("id") REFERENCES "broadcast"("id") ON DELETE CASCADE ON UPDATE CASCADE;
