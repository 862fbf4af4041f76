-- Speaking at the device itself.
CREATE TABLE "spot_credential" (
    "id" TEXT NOT NULL,
    "hamlet_id" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "may_use" TEXT[],
    "verifier" JSONB NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "per_hour" INTEGER NOT NULL,
    "issued_by" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "spot_credential_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "spot_credential_hamlet_id_idx" ON "spot_credential"("hamlet_id");

ALTER TABLE "broadcast" ADD COLUMN     "on_the_spot" JSONB;

-- What was done at a device is looked up by what it became.
CREATE INDEX "report_local_act_idx" ON "report"("device_id", ("body"->>'broadcastId')) WHERE "kind" = 'local-act';
