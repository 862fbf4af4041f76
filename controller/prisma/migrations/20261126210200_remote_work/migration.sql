-- AlterTable
ALTER TABLE "cluster" ADD COLUMN     "listen" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "device" ADD COLUMN     "settings_at" TIMESTAMPTZ(3),
ADD COLUMN     "settings_epoch" BIGINT,
ADD COLUMN     "settings_revision" BIGINT;

-- CreateTable
CREATE TABLE "device_command" (
    "id" TEXT NOT NULL,
    "batch_id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "device_id" TEXT,
    "name" TEXT NOT NULL,
    "parameters" JSONB,
    "requested_by" JSONB NOT NULL,
    "forced_because" TEXT,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "answer_due_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "detail" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "idempotency_key" TEXT,
    "fingerprint" TEXT,

    CONSTRAINT "device_command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cluster_device" (
    "id" BIGSERIAL NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3),

    CONSTRAINT "cluster_device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "self_test" (
    "id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "ordered_by" JSONB NOT NULL,
    "ordered_at" TIMESTAMPTZ(3) NOT NULL,
    "planned_for" TEXT,
    "volume_db" DOUBLE PRECISION NOT NULL,
    "reported_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "report" JSONB,
    "judged_at" TIMESTAMPTZ(3),
    "grade" TEXT,
    "figures" JSONB,
    "baseline_id" TEXT,

    CONSTRAINT "self_test_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "self_test_baseline" (
    "id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "self_test_id" TEXT NOT NULL,
    "volume_db" DOUBLE PRECISION NOT NULL,
    "played_dbfs" DOUBLE PRECISION NOT NULL,
    "bands" JSONB NOT NULL,
    "delay_ms" DOUBLE PRECISION,
    "confidence" DOUBLE PRECISION,
    "made_by" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "self_test_baseline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "self_test_schedule" (
    "commune_id" TEXT NOT NULL,
    "schedule" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" JSONB NOT NULL,

    CONSTRAINT "self_test_schedule_pkey" PRIMARY KEY ("commune_id")
);

-- CreateTable
CREATE TABLE "heard_run" (
    "broadcast_id" TEXT NOT NULL,
    "cluster_id" TEXT NOT NULL,
    "run" INTEGER NOT NULL,
    "device_id" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "level_dbfs" DOUBLE PRECISION NOT NULL,
    "confidence" DOUBLE PRECISION NOT NULL,
    "delay_ms" DOUBLE PRECISION,
    "compared_ms" DOUBLE PRECISION NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "judged_at" TIMESTAMPTZ(3),

    CONSTRAINT "heard_run_pkey" PRIMARY KEY ("broadcast_id","cluster_id","run")
);

-- CreateIndex
CREATE INDEX "device_command_cluster_id_issued_at_idx" ON "device_command"("cluster_id", "issued_at");

-- CreateIndex
CREATE INDEX "device_command_batch_id_idx" ON "device_command"("batch_id");

-- CreateIndex
CREATE INDEX "device_command_device_id_issued_at_idx" ON "device_command"("device_id", "issued_at");

-- CreateIndex
CREATE UNIQUE INDEX "device_command_idempotency_key_cluster_id_key" ON "device_command"("idempotency_key", "cluster_id");

-- CreateIndex
CREATE INDEX "cluster_device_cluster_id_from_at_idx" ON "cluster_device"("cluster_id", "from_at");

-- CreateIndex
CREATE INDEX "cluster_device_device_id_idx" ON "cluster_device"("device_id");

-- CreateIndex
CREATE INDEX "self_test_cluster_id_ordered_at_idx" ON "self_test"("cluster_id", "ordered_at");

-- CreateIndex
CREATE UNIQUE INDEX "self_test_cluster_id_planned_for_key" ON "self_test"("cluster_id", "planned_for");

-- CreateIndex
CREATE UNIQUE INDEX "self_test_baseline_self_test_id_key" ON "self_test_baseline"("self_test_id");

-- CreateIndex
CREATE INDEX "self_test_baseline_cluster_id_made_at_idx" ON "self_test_baseline"("cluster_id", "made_at");

-- CreateIndex
CREATE INDEX "heard_run_cluster_id_received_at_idx" ON "heard_run"("cluster_id", "received_at");

-- orders without an answer are looked for every few seconds
CREATE INDEX "device_command_awaited" ON "device_command" ("answer_due_at") WHERE "outcome" IS NULL;
CREATE INDEX "self_test_unjudged" ON "self_test" ("reported_at") WHERE "reported_at" IS NOT NULL AND "judged_at" IS NULL;
CREATE INDEX "heard_run_unjudged" ON "heard_run" ("received_at") WHERE "judged_at" IS NULL;


CREATE FUNCTION note_cluster_device() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.cluster_id IS NOT DISTINCT FROM OLD.cluster_id THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.cluster_id IS NOT NULL THEN
    UPDATE cluster_device SET until_at = now() WHERE device_id = OLD.id AND until_at IS NULL;
  END IF;
  IF NEW.cluster_id IS NOT NULL THEN
    INSERT INTO cluster_device (cluster_id, device_id, from_at) VALUES (NEW.cluster_id, NEW.id, now());
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER cluster_device_noted AFTER INSERT OR UPDATE OF cluster_id ON "device"
  FOR EACH ROW EXECUTE FUNCTION note_cluster_device();

-- what hangs there already has hung there since it was registered, for all that is known
INSERT INTO "cluster_device" ("cluster_id", "device_id", "from_at")
  SELECT cluster_id, id, created_at FROM "device" WHERE cluster_id IS NOT NULL;
