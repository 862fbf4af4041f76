-- AlterTable
ALTER TABLE "cluster" ADD COLUMN     "model" TEXT,
ADD COLUMN     "sim" JSONB;

-- AlterTable
ALTER TABLE "device" ADD COLUMN     "number" SERIAL NOT NULL;

-- CreateTable
CREATE TABLE "health_progress" (
    "step" TEXT NOT NULL,
    "settled_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "health_progress_pkey" PRIMARY KEY ("step")
);

-- CreateTable
CREATE TABLE "device_presence" (
    "device_number" INTEGER NOT NULL,
    "cluster_id" TEXT,
    "online" BOOLEAN NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_presence_pkey" PRIMARY KEY ("device_number","from_at")
);

-- CreateTable
CREATE TABLE "unwatched" (
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unwatched_pkey" PRIMARY KEY ("from_at")
);

-- CreateIndex
CREATE INDEX "device_presence_cluster_id_from_at_idx" ON "device_presence"("cluster_id", "from_at");

-- CreateIndex
CREATE UNIQUE INDEX "device_number_key" ON "device"("number");

-- History, divided by time: parts are made ahead and dropped as a whole (adapters/postgres/health). Wide columns first, so
-- that none is padded; what a device does not say takes a bit.

-- as the device said it, by its own clock, which is the controller's
CREATE TABLE "device_health" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_bytes" BIGINT,
    "sent_bytes" BIGINT,
    "device_number" INTEGER NOT NULL,
    "uptime_s" INTEGER NOT NULL,
    "machine_uptime_s" INTEGER,
    "cpu_temperature" REAL,
    "cpu_load" REAL,
    "memory_available" REAL,
    "resident_memory" REAL,
    "disk_free" REAL,
    "signal" REAL,
    "volts" REAL,
    "charge" REAL,
    "amplifier_temperature" REAL,
    "line_current" REAL,
    "round_trip" REAL,
    "time_uncertainty" REAL,
    "output_level" REAL,
    "pending_reports" REAL,
    "faults" REAL,
    "on_battery" BOOLEAN,
    "door_open" BOOLEAN,
    "amplifier_fault" BOOLEAN,
    "sink_failed" BOOLEAN,
    "sounding" BOOLEAN,
    "muted" BOOLEAN,
    "network" SMALLINT,

    CONSTRAINT "device_health_pkey" PRIMARY KEY ("device_number","at")
) PARTITION BY RANGE ("at");

-- samples come in the order of time: which pages hold an hour is known from a few bytes
CREATE INDEX "device_health_time_idx" ON "device_health" USING BRIN ("at") WITH (pages_per_range = 16, autosummarize = on);

-- means of five minutes; the least and the largest only where they differ; bytes used since the sample before
CREATE TABLE "device_health_5min" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_bytes" BIGINT,
    "sent_bytes" BIGINT,
    "mobile_bytes" BIGINT,
    "device_number" INTEGER NOT NULL,
    "samples" INTEGER NOT NULL,
    "restarts" INTEGER NOT NULL,
    "cpu_temperature" REAL,
    "cpu_load" REAL,
    "memory_available" REAL,
    "resident_memory" REAL,
    "disk_free" REAL,
    "signal" REAL,
    "volts" REAL,
    "charge" REAL,
    "amplifier_temperature" REAL,
    "line_current" REAL,
    "round_trip" REAL,
    "time_uncertainty" REAL,
    "output_level" REAL,
    "pending_reports" REAL,
    "faults" REAL,
    "on_battery" REAL,
    "door_open" REAL,
    "amplifier_fault" REAL,
    "sink_failed" REAL,
    "sounding" REAL,
    "muted" REAL,
    "cpu_temperature_min" REAL,
    "cpu_temperature_max" REAL,
    "cpu_load_min" REAL,
    "cpu_load_max" REAL,
    "memory_available_min" REAL,
    "memory_available_max" REAL,
    "resident_memory_min" REAL,
    "resident_memory_max" REAL,
    "disk_free_min" REAL,
    "disk_free_max" REAL,
    "signal_min" REAL,
    "signal_max" REAL,
    "volts_min" REAL,
    "volts_max" REAL,
    "charge_min" REAL,
    "charge_max" REAL,
    "amplifier_temperature_min" REAL,
    "amplifier_temperature_max" REAL,
    "line_current_min" REAL,
    "line_current_max" REAL,
    "round_trip_min" REAL,
    "round_trip_max" REAL,
    "time_uncertainty_min" REAL,
    "time_uncertainty_max" REAL,
    "output_level_min" REAL,
    "output_level_max" REAL,
    "pending_reports_min" REAL,
    "pending_reports_max" REAL,
    "faults_min" REAL,
    "faults_max" REAL,

    CONSTRAINT "device_health_5min_pkey" PRIMARY KEY ("device_number","at")
) PARTITION BY RANGE ("at");

-- the same of a day of Vietnam, from its midnight
CREATE TABLE "device_health_day" (LIKE "device_health_5min" INCLUDING ALL) PARTITION BY RANGE ("at");

-- Whoever changes a device's state, its presence is written with it.
CREATE FUNCTION "note_device_presence"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "said" TIMESTAMPTZ(3);
    "since" TIMESTAMPTZ(3) := now();
    "ended" TIMESTAMPTZ(3);
BEGIN
    IF TG_OP = 'UPDATE' AND OLD."online" <> NEW."online" THEN
        "said" := CASE WHEN NEW."online" THEN NEW."online_since" ELSE NEW."offline_since" END;
        -- one that was there before this change is of another one
        IF "said" IS DISTINCT FROM (CASE WHEN NEW."online" THEN OLD."online_since" ELSE OLD."offline_since" END) THEN
            "since" := coalesce("said", "since");
        END IF;
    END IF;
    UPDATE "device_presence" SET "to_at" = greatest("from_at", "since")
    WHERE "device_number" = NEW."number" AND "to_at" IS NULL
      AND "from_at" = (SELECT max("from_at") FROM "device_presence" WHERE "device_number" = NEW."number")
    RETURNING "to_at" INTO "ended";
    -- one that has never been there waits in a drawer
    IF NOT FOUND AND NOT NEW."online" THEN
        RETURN NULL;
    END IF;
    INSERT INTO "device_presence" ("device_number", "cluster_id", "online", "from_at")
    VALUES (NEW."number", NEW."cluster_id", NEW."online", coalesce("ended", "since"))
    ON CONFLICT ("device_number", "from_at") DO UPDATE SET
        "cluster_id" = excluded."cluster_id", "online" = excluded."online", "to_at" = NULL;
    RETURN NULL;
END $$;

INSERT INTO "device_presence" ("device_number", "cluster_id", "online", "from_at")
SELECT "number", "cluster_id", "online", coalesce(CASE WHEN "online" THEN "online_since" ELSE "offline_since" END, "created_at")
FROM "device" WHERE "online_since" IS NOT NULL;

CREATE TRIGGER "device_made" AFTER INSERT ON "device"
    FOR EACH ROW EXECUTE FUNCTION "note_device_presence"();
CREATE TRIGGER "device_presence_changed" AFTER UPDATE OF "online", "cluster_id" ON "device"
    FOR EACH ROW WHEN (OLD."online" <> NEW."online" OR OLD."cluster_id" IS DISTINCT FROM NEW."cluster_id")
    EXECUTE FUNCTION "note_device_presence"();
