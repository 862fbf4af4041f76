-- AlterTable
ALTER TABLE "device" ADD COLUMN     "health_at" TIMESTAMPTZ(3),
ADD COLUMN     "offline_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "incident" ADD COLUMN     "acknowledged_at" TIMESTAMPTZ(3),
ADD COLUMN     "acknowledged_by" JSONB,
ADD COLUMN     "assignee" JSONB,
ADD COLUMN     "cluster_id" TEXT,
ADD COLUMN     "commune_id" TEXT,
ADD COLUMN     "due_at" TIMESTAMPTZ(3),
ADD COLUMN     "expected" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "explained_by" TEXT,
ADD COLUMN     "reopened" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "resolved_by" JSONB;

-- CreateTable
CREATE TABLE "incident_event" (
    "seq" BIGSERIAL NOT NULL,
    "incident_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" TEXT NOT NULL,
    "by" JSONB,
    "text" TEXT,

    CONSTRAINT "incident_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "maintenance_window" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "area_id" TEXT,
    "cluster_id" TEXT,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "made_by" JSONB NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "maintenance_window_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "incident_event_incident_id_seq_idx" ON "incident_event"("incident_id", "seq");

-- CreateIndex
CREATE INDEX "maintenance_window_commune_id_until_at_idx" ON "maintenance_window"("commune_id", "until_at");

-- CreateIndex
CREATE INDEX "device_health_at_idx" ON "device"("health_at");

-- CreateIndex
CREATE INDEX "incident_cluster_id_raised_at_idx" ON "incident"("cluster_id", "raised_at");

-- CreateIndex
CREATE INDEX "incident_commune_id_raised_at_idx" ON "incident"("commune_id", "raised_at");

-- AddForeignKey
ALTER TABLE "incident_event" ADD CONSTRAINT "incident_event_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- one of the two
ALTER TABLE "maintenance_window" ADD CONSTRAINT "maintenance_window_place_check" CHECK (("area_id" IS NULL) <> ("cluster_id" IS NULL));
