-- AlterTable
ALTER TABLE "device" ADD COLUMN     "said_goodbye" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "incident_raised_at_idx" ON "incident"("raised_at");

