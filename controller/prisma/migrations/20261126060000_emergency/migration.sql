-- AlterTable
ALTER TABLE "silence_latch" ADD COLUMN     "latched_by" TEXT,
ADD COLUMN     "lifted_by" TEXT,
ADD COLUMN     "reminders" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "silence_confirmation" (
    "latch_id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "latched_at" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "silence_confirmation_pkey" PRIMARY KEY ("latch_id","cluster_id")
);

-- CreateTable
CREATE TABLE "partial_stop" (
    "broadcast_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "stopped_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "keep_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "partial_stop_pkey" PRIMARY KEY ("broadcast_id","plan_id")
);

-- CreateTable
CREATE TABLE "emergency_act" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "bulletin_id" TEXT NOT NULL,
    "broadcast_id" TEXT,
    "drill" BOOLEAN NOT NULL DEFAULT false,
    "request" JSONB NOT NULL,
    "sent_by" TEXT NOT NULL,
    "sent_by_name" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "fault" TEXT,
    "justified_by" TEXT,
    "justified_by_name" TEXT,
    "justified_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "flagged_at" TIMESTAMPTZ(3),

    CONSTRAINT "emergency_act_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prepared_bulletin" (
    "commune_id" TEXT NOT NULL,
    "template_id" TEXT NOT NULL,
    "bulletin_id" TEXT NOT NULL,
    "inputs" TEXT NOT NULL,

    CONSTRAINT "prepared_bulletin_pkey" PRIMARY KEY ("commune_id","template_id")
);

-- CreateTable
CREATE TABLE "emergency_delegation" (
    "id" TEXT NOT NULL,
    "hamlet_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "granted_by" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "emergency_delegation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "partial_stop_plan_id_idx" ON "partial_stop"("plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "emergency_act_broadcast_id_key" ON "emergency_act"("broadcast_id");

-- CreateIndex
CREATE INDEX "emergency_act_sent_at_idx" ON "emergency_act"("sent_at");

-- CreateIndex
CREATE INDEX "emergency_delegation_hamlet_id_idx" ON "emergency_delegation"("hamlet_id");
