-- Bulletins that central and provincial systems push, and what each commune did with them.
CREATE TABLE "source_bulletin" (
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "content_hash" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "rank" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT,
    "file_name" TEXT,
    "audio" BYTEA,
    "language" TEXT NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "received_by" JSONB NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdraw_reason" TEXT,

    CONSTRAINT "source_bulletin_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "source_bulletin_content_check" CHECK (("text" IS NULL) <> ("audio" IS NULL))
);

CREATE UNIQUE INDEX "source_bulletin_source_id_external_id_key" ON "source_bulletin"("source_id", "external_id");

CREATE TABLE "source_delivery" (
    "id" TEXT NOT NULL,
    "source_bulletin_id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "requested" JSONB NOT NULL,
    "bulletin_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'received',
    "pending" BOOLEAN NOT NULL DEFAULT true,
    "dropped" BOOLEAN NOT NULL DEFAULT false,
    "broadcast_id" TEXT,
    "reason" TEXT,
    "decided_by" JSONB,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_delivery_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "source_delivery_source_bulletin_id_commune_id_key" ON "source_delivery"("source_bulletin_id", "commune_id");
CREATE UNIQUE INDEX "source_delivery_bulletin_id_key" ON "source_delivery"("bulletin_id");
CREATE INDEX "source_delivery_commune_id_state_idx" ON "source_delivery"("commune_id", "state");
CREATE INDEX "source_delivery_pending_idx" ON "source_delivery"("pending") WHERE "pending";

ALTER TABLE "source_delivery" ADD CONSTRAINT "source_delivery_source_bulletin_id_fkey" FOREIGN KEY ("source_bulletin_id") REFERENCES "source_bulletin"("id") ON DELETE CASCADE ON UPDATE CASCADE;
