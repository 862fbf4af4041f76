-- Outages that are known ahead.
CREATE TABLE "planned_outage" (
    "id" TEXT NOT NULL,
    "hamlet_id" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "planned_outage_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "planned_outage_hamlet_id_until_at_idx" ON "planned_outage"("hamlet_id", "until_at");
