-- Sessions and one-off broadcasts, whose occurrences are broadcasts; days off, the communes' rules, hours of a cluster.
ALTER TABLE "cluster" ADD COLUMN "hours" JSONB;

ALTER TABLE "bulletin" ADD COLUMN "category" TEXT, ADD COLUMN "station_sound" BOOLEAN NOT NULL DEFAULT false;

CREATE INDEX "bulletin_commune_id_category_idx" ON "bulletin"("commune_id", "category");

CREATE TABLE "schedule" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "rank" INTEGER,
    "recurrence" JSONB NOT NULL,
    "window_ms" INTEGER NOT NULL,
    "programme" JSONB NOT NULL,
    "requested" JSONB NOT NULL,
    "changes" JSONB NOT NULL DEFAULT '{}',
    "gain_db" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "rule_reason" JSONB,
    "saved_by" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "schedule_window_check" CHECK ("window_ms" > 0)
);

CREATE INDEX "schedule_commune_id_idx" ON "schedule"("commune_id");

CREATE TABLE "day_off" (
    "commune_id" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "day_off_pkey" PRIMARY KEY ("commune_id","day")
);

CREATE TABLE "commune_rules" (
    "commune_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "rules" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "commune_rules_pkey" PRIMARY KEY ("commune_id")
);

ALTER TABLE "broadcast"
    ADD COLUMN "schedule_id" TEXT,
    ADD COLUMN "occurrence" TEXT,
    ADD COLUMN "withdrawn" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "content_hash" TEXT,
    ADD COLUMN "skipped" JSONB NOT NULL DEFAULT '[]',
    ADD COLUMN "left_out" JSONB NOT NULL DEFAULT '[]';

ALTER TABLE "broadcast" ADD CONSTRAINT "broadcast_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "schedule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Every slot once, whoever plans it. One that its schedule took back leaves the slot free; one that a person stopped does not.
CREATE UNIQUE INDEX "broadcast_schedule_id_occurrence_key" ON "broadcast"("schedule_id", "occurrence") WHERE NOT "withdrawn";

-- Communes that were there before had no rules: an upgrade must not silence what they have planned.
INSERT INTO "commune_rules" ("commune_id", "rules", "changed_at")
SELECT "id", '{"quietHours": null, "sessions": null}', CURRENT_TIMESTAMP FROM "area" WHERE "kind" = 'commune';
