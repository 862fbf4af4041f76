-- AlterTable
ALTER TABLE "approval_reminder" ADD COLUMN     "start_at" TIMESTAMPTZ(3);
UPDATE "approval_reminder" SET "start_at" = coalesce("approval_request"."start_at", "reminded_at")
    FROM "approval_request" WHERE "approval_request"."id" = "request_id";
ALTER TABLE "approval_reminder" ALTER COLUMN "start_at" SET NOT NULL,
DROP CONSTRAINT "approval_reminder_pkey",
ADD CONSTRAINT "approval_reminder_pkey" PRIMARY KEY ("request_id", "kind", "person_id", "start_at");

-- AlterTable
ALTER TABLE "approval_link" ADD COLUMN     "made_by" JSONB;
UPDATE "approval_link" SET "made_by" = "approval_request"."submitted_by"
    FROM "approval_request" WHERE "approval_request"."id" = "request_id";
ALTER TABLE "approval_link" ALTER COLUMN "made_by" SET NOT NULL;

-- AlterTable
ALTER TABLE "broadcast" ADD COLUMN     "rule_reason" JSONB;
