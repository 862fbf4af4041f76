-- AlterTable
ALTER TABLE "device" ADD COLUMN     "capabilities" JSONB;

-- CreateTable
CREATE TABLE "agent_release" (
    "id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "added_by" JSONB NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout" (
    "id" TEXT NOT NULL,
    "release_id" TEXT NOT NULL,
    "area_id" TEXT,
    "first_cluster_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "pause" TEXT,
    "soak_ms" INTEGER NOT NULL,
    "hours" JSONB,
    "forgiven" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rollout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_device" (
    "rollout_id" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "command_ids" TEXT[],
    "ordered_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "healthy_at" TIMESTAMPTZ(3),
    "detail" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rollout_device_pkey" PRIMARY KEY ("rollout_id","device_id")
);

-- CreateIndex
CREATE INDEX "rollout_state_idx" ON "rollout"("state");

-- CreateIndex
CREATE INDEX "rollout_device_device_id_idx" ON "rollout_device"("device_id");

-- AddForeignKey
ALTER TABLE "rollout" ADD CONSTRAINT "rollout_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "agent_release"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_device" ADD CONSTRAINT "rollout_device_rollout_id_fkey" FOREIGN KEY ("rollout_id") REFERENCES "rollout"("id") ON DELETE CASCADE ON UPDATE CASCADE;
