-- AlterTable
ALTER TABLE "cluster" ADD COLUMN     "public_code" TEXT;

-- AlterTable
ALTER TABLE "incident_event" ADD COLUMN     "noticed" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "notification_channel" (
    "id" TEXT NOT NULL,
    "area_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "quiet_hours" JSONB,
    "critical_passes" BOOLEAN NOT NULL DEFAULT true,
    "settings" JSONB NOT NULL,
    "secrets" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_rule" (
    "id" TEXT NOT NULL,
    "area_id" TEXT NOT NULL,
    "channel_id" TEXT,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "rule" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_preference" (
    "person_id" TEXT NOT NULL,
    "quiet_hours" JSONB,
    "critical_passes" BOOLEAN NOT NULL DEFAULT true,
    "language" TEXT NOT NULL DEFAULT 'vi',

    CONSTRAINT "notification_preference_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "notification_item" (
    "id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "commune_id" TEXT,
    "channel_key" TEXT NOT NULL,
    "recipient_key" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "delay_s" INTEGER NOT NULL,
    "timing" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "message_id" TEXT,

    CONSTRAINT "notification_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT,
    "channel_key" TEXT NOT NULL,
    "recipient_key" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "first_failed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "complaint" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "hamlet_id" TEXT,
    "cluster_id" TEXT,
    "broadcast_id" TEXT,
    "kind" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "answered_by" JSONB,
    "closed_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),
    "notes" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "complaint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "complaint_report" (
    "id" TEXT NOT NULL,
    "complaint_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "contact" TEXT,
    "token_hash" TEXT NOT NULL,
    "taken_by" JSONB,

    CONSTRAINT "complaint_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sound_reading" (
    "id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "level_dba" DOUBLE PRECISION NOT NULL,
    "distance_m" DOUBLE PRECISION NOT NULL,
    "place" TEXT NOT NULL,
    "conditions" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "broadcast_id" TEXT,
    "taken_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sound_reading_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "notification_channel_area_id_idx" ON "notification_channel"("area_id");

-- CreateIndex
CREATE INDEX "notification_rule_area_id_idx" ON "notification_rule"("area_id");

-- CreateIndex
CREATE INDEX "notification_item_state_due_at_idx" ON "notification_item"("state", "due_at");

-- CreateIndex
CREATE INDEX "notification_item_channel_key_recipient_key_state_idx" ON "notification_item"("channel_key", "recipient_key", "state");

-- CreateIndex
CREATE UNIQUE INDEX "notification_item_incident_id_channel_key_recipient_key_ste_key" ON "notification_item"("incident_id", "channel_key", "recipient_key", "step");

-- CreateIndex
CREATE INDEX "notification_state_next_at_idx" ON "notification"("state", "next_at");

-- CreateIndex
CREATE INDEX "notification_commune_id_id_idx" ON "notification"("commune_id", "id");

-- CreateIndex
CREATE INDEX "notification_channel_key_recipient_key_finished_at_idx" ON "notification"("channel_key", "recipient_key", "finished_at");

-- CreateIndex
CREATE INDEX "complaint_commune_id_id_idx" ON "complaint"("commune_id", "id");

-- CreateIndex
CREATE INDEX "complaint_state_due_at_idx" ON "complaint"("state", "due_at");

-- CreateIndex
CREATE INDEX "complaint_cluster_id_idx" ON "complaint"("cluster_id");

-- CreateIndex
CREATE UNIQUE INDEX "complaint_report_token_hash_key" ON "complaint_report"("token_hash");

-- CreateIndex
CREATE INDEX "complaint_report_complaint_id_at_idx" ON "complaint_report"("complaint_id", "at");

-- CreateIndex
CREATE INDEX "sound_reading_cluster_id_at_idx" ON "sound_reading"("cluster_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_public_code_key" ON "cluster"("public_code");

-- AddForeignKey
ALTER TABLE "complaint_report" ADD CONSTRAINT "complaint_report_complaint_id_fkey" FOREIGN KEY ("complaint_id") REFERENCES "complaint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- what was there before is told to nobody
UPDATE "incident_event" SET "noticed" = true;

-- looked for every few seconds, and nearly always empty
CREATE INDEX "incident_event_unnoticed_idx" ON "incident_event"("seq") WHERE NOT "noticed";
