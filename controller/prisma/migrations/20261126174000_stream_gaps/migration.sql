-- CreateTable
CREATE TABLE "stream_gap" (
    "stream_id" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "detail" TEXT,

    CONSTRAINT "stream_gap_pkey" PRIMARY KEY ("stream_id","from_at")
);

-- CreateIndex
CREATE INDEX "stream_gap_stream_id_to_at_idx" ON "stream_gap"("stream_id", "to_at");

-- CreateIndex: a stream is not to be had once at a time
CREATE UNIQUE INDEX "stream_gap_open_key" ON "stream_gap"("stream_id") WHERE "to_at" IS NULL;
