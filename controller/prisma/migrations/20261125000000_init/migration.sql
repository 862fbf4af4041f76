-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "AreaKind" AS ENUM ('province', 'commune', 'hamlet');

-- CreateEnum
CREATE TYPE "ClusterKind" AS ENUM ('horns', 'gateway');

-- CreateEnum
CREATE TYPE "BulletinState" AS ENUM ('processing', 'ready', 'failed');

-- CreateEnum
CREATE TYPE "BroadcastState" AS ENUM ('planned', 'cancelled');

-- CreateTable
CREATE TABLE "deployment" (
    "id" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "area" (
    "id" TEXT NOT NULL,
    "parent_id" TEXT,
    "kind" "AreaKind" NOT NULL,
    "code" TEXT,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "hamlet_kind" TEXT,
    "households" INTEGER NOT NULL DEFAULT 0,
    "languages" TEXT[] DEFAULT ARRAY['vi']::TEXT[],
    "time_zone" TEXT NOT NULL DEFAULT 'Asia/Ho_Chi_Minh',
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "area_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cluster_group" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "automatic" BOOLEAN NOT NULL DEFAULT false,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cluster_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_area" (
    "group_id" TEXT NOT NULL,
    "area_id" TEXT NOT NULL,

    CONSTRAINT "group_area_pkey" PRIMARY KEY ("group_id","area_id")
);

-- CreateTable
CREATE TABLE "group_cluster" (
    "group_id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,

    CONSTRAINT "group_cluster_pkey" PRIMARY KEY ("group_id","cluster_id")
);

-- CreateTable
CREATE TABLE "cluster" (
    "id" TEXT NOT NULL,
    "hamlet_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "kind" "ClusterKind" NOT NULL DEFAULT 'horns',
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "horns" JSONB NOT NULL DEFAULT '[]',
    "details" JSONB NOT NULL DEFAULT '{}',
    "muted" BOOLEAN NOT NULL DEFAULT false,
    "volume_db" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cluster_service" (
    "cluster_id" TEXT NOT NULL,
    "hamlet_id" TEXT NOT NULL,
    "households" INTEGER NOT NULL,

    CONSTRAINT "cluster_service_pkey" PRIMARY KEY ("cluster_id","hamlet_id")
);

-- CreateTable
CREATE TABLE "device" (
    "id" TEXT NOT NULL,
    "cluster_id" TEXT,
    "public_key" TEXT NOT NULL,
    "installation_id" TEXT,
    "online" BOOLEAN NOT NULL DEFAULT false,
    "connection" BIGINT NOT NULL DEFAULT 0,
    "agent_version" TEXT,
    "last_seen_at" TIMESTAMPTZ(3),
    "last_sync_at" TIMESTAMPTZ(3),
    "store_id" TEXT,
    "health" JSONB,
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "asset" (
    "id" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "level_dbfs" DOUBLE PRECISION NOT NULL,
    "loudness" JSONB NOT NULL,
    "provenance" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "asset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "encoding" (
    "key" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "encoding_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "device_asset" (
    "device_id" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "store_id" TEXT NOT NULL,
    "number" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_asset_pkey" PRIMARY KEY ("device_id","asset_id")
);

-- CreateTable
CREATE TABLE "bulletin" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "search_title" TEXT NOT NULL,
    "keep" BOOLEAN NOT NULL DEFAULT false,
    "valid_until" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bulletin_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulletin_version" (
    "id" TEXT NOT NULL,
    "bulletin_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'vi',
    "text" TEXT,
    "file_name" TEXT,
    "voice" TEXT,
    "state" "BulletinState" NOT NULL DEFAULT 'processing',
    "fault" TEXT,
    "warnings" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "asset_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bulletin_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "broadcast" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "title" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "latest_start_at" TIMESTAMPTZ(3) NOT NULL,
    "join_until_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "starts_when_ready" BOOLEAN NOT NULL DEFAULT false,
    "rank" INTEGER,
    "repeat" JSONB,
    "on_interrupted" TEXT NOT NULL DEFAULT 'restart',
    "gain_db" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "items" JSONB NOT NULL,
    "requested" JSONB NOT NULL,
    "placements" JSONB NOT NULL,
    "audience" JSONB NOT NULL,
    "state" "BroadcastState" NOT NULL DEFAULT 'planned',
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,
    "idempotency_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "broadcast_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "broadcast_target" (
    "broadcast_id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,

    CONSTRAINT "broadcast_target_pkey" PRIMARY KEY ("broadcast_id","cluster_id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "broadcast_id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "run" INTEGER NOT NULL,
    "device_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "store_id" TEXT NOT NULL,
    "number" BIGINT NOT NULL,
    "body" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("broadcast_id","cluster_id","run")
);

-- CreateTable
CREATE TABLE "report" (
    "device_id" TEXT NOT NULL,
    "store_id" TEXT NOT NULL,
    "number" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "reported_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_pkey" PRIMARY KEY ("device_id","store_id","number")
);

-- CreateTable
CREATE TABLE "report_progress" (
    "device_id" TEXT NOT NULL,
    "store_id" TEXT NOT NULL,
    "contiguous" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "report_progress_pkey" PRIMARY KEY ("device_id","store_id")
);

-- CreateTable
CREATE TABLE "signed_document" (
    "subject" TEXT NOT NULL,
    "epoch" BIGINT NOT NULL,
    "revision" BIGINT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "content_hash" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signed_document_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "silence_latch" (
    "id" TEXT NOT NULL,
    "area_id" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "silence_latch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "cleared_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "area_parent_id_idx" ON "area"("parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "area_parent_id_name_key" ON "area"("parent_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_group_commune_id_name_key" ON "cluster_group"("commune_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_hamlet_id_code_key" ON "cluster"("hamlet_id", "code");

-- CreateIndex
CREATE INDEX "cluster_service_hamlet_id_idx" ON "cluster_service"("hamlet_id");

-- CreateIndex
CREATE UNIQUE INDEX "device_cluster_id_key" ON "device"("cluster_id");

-- CreateIndex
CREATE INDEX "device_asset_asset_id_idx" ON "device_asset"("asset_id");

-- CreateIndex
CREATE UNIQUE INDEX "bulletin_version_bulletin_id_version_language_key" ON "bulletin_version"("bulletin_id", "version", "language");

-- CreateIndex
CREATE UNIQUE INDEX "broadcast_idempotency_key_key" ON "broadcast"("idempotency_key");

-- CreateIndex
CREATE INDEX "broadcast_ends_at_idx" ON "broadcast"("ends_at");

-- CreateIndex
CREATE INDEX "broadcast_commune_id_start_at_idx" ON "broadcast"("commune_id", "start_at");

-- CreateIndex
CREATE INDEX "broadcast_target_cluster_id_idx" ON "broadcast_target"("cluster_id");

-- CreateIndex
CREATE INDEX "report_received_at_idx" ON "report"("received_at");

-- CreateIndex
CREATE INDEX "silence_latch_area_id_idx" ON "silence_latch"("area_id");

-- CreateIndex
CREATE INDEX "incident_kind_subject_idx" ON "incident"("kind", "subject");

-- AddForeignKey
ALTER TABLE "area" ADD CONSTRAINT "area_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "area"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_area" ADD CONSTRAINT "group_area_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "cluster_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_area" ADD CONSTRAINT "group_area_area_id_fkey" FOREIGN KEY ("area_id") REFERENCES "area"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_cluster" ADD CONSTRAINT "group_cluster_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "cluster_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_cluster" ADD CONSTRAINT "group_cluster_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_hamlet_id_fkey" FOREIGN KEY ("hamlet_id") REFERENCES "area"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_service" ADD CONSTRAINT "cluster_service_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_service" ADD CONSTRAINT "cluster_service_hamlet_id_fkey" FOREIGN KEY ("hamlet_id") REFERENCES "area"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device" ADD CONSTRAINT "device_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "encoding" ADD CONSTRAINT "encoding_asset_id_fkey" FOREIGN KEY ("asset_id") REFERENCES "asset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_asset" ADD CONSTRAINT "device_asset_asset_id_fkey" FOREIGN KEY ("asset_id") REFERENCES "asset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulletin_version" ADD CONSTRAINT "bulletin_version_bulletin_id_fkey" FOREIGN KEY ("bulletin_id") REFERENCES "bulletin"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulletin_version" ADD CONSTRAINT "bulletin_version_asset_id_fkey" FOREIGN KEY ("asset_id") REFERENCES "asset"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "broadcast_target" ADD CONSTRAINT "broadcast_target_broadcast_id_fkey" FOREIGN KEY ("broadcast_id") REFERENCES "broadcast"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "broadcast_target" ADD CONSTRAINT "broadcast_target_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_broadcast_id_fkey" FOREIGN KEY ("broadcast_id") REFERENCES "broadcast"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand, what Prisma's schema cannot say:

-- at most one open incident per kind and subject
CREATE UNIQUE INDEX "incident_open_key" ON "incident"("kind", "subject") WHERE "cleared_at" IS NULL;

-- the database belongs to one deployment
CREATE UNIQUE INDEX "deployment_single_key" ON "deployment"((true));

ALTER TABLE "deployment" ADD CONSTRAINT "deployment_epoch_check" CHECK ("epoch" >= 1);
ALTER TABLE "area" ADD CONSTRAINT "area_households_check" CHECK ("households" >= 0);
ALTER TABLE "area" ADD CONSTRAINT "area_parent_check" CHECK ("parent_id" <> "id");
ALTER TABLE "cluster_service" ADD CONSTRAINT "cluster_service_households_check" CHECK ("households" >= 0);
ALTER TABLE "asset" ADD CONSTRAINT "asset_id_check" CHECK ("id" ~ '^[0-9a-f]{64}$');
ALTER TABLE "asset" ADD CONSTRAINT "asset_size_check" CHECK ("size_bytes" > 0 AND "duration_ms" >= 0);
ALTER TABLE "bulletin_version" ADD CONSTRAINT "bulletin_version_ready_check" CHECK ("state" <> 'ready' OR "asset_id" IS NOT NULL);
ALTER TABLE "broadcast" ADD CONSTRAINT "broadcast_ends_check" CHECK ("ends_at" > "start_at");
ALTER TABLE "broadcast" ADD CONSTRAINT "broadcast_latest_start_check" CHECK ("latest_start_at" >= "start_at");
ALTER TABLE "broadcast" ADD CONSTRAINT "broadcast_join_check" CHECK ("join_until_at" >= "start_at" AND "join_until_at" <= "ends_at");
ALTER TABLE "broadcast" ADD CONSTRAINT "broadcast_cancelled_check" CHECK ("state" <> 'cancelled' OR "cancelled_at" IS NOT NULL);
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_run_check" CHECK ("run" >= 0);
ALTER TABLE "report" ADD CONSTRAINT "report_number_check" CHECK ("number" >= 1);
ALTER TABLE "report_progress" ADD CONSTRAINT "report_progress_contiguous_check" CHECK ("contiguous" >= 0);
ALTER TABLE "signed_document" ADD CONSTRAINT "signed_document_revision_check" CHECK ("epoch" >= 0 AND "revision" >= 0);
ALTER TABLE "silence_latch" ADD CONSTRAINT "silence_latch_lifted_check" CHECK ("lifted_at" >= "since");
ALTER TABLE "incident" ADD CONSTRAINT "incident_count_check" CHECK ("count" >= 1);
