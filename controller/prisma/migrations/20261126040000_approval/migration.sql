-- Whether a broadcast may sound; everything planned before was planned by whoever was allowed to.
ALTER TABLE "broadcast" ADD COLUMN "approval" TEXT NOT NULL DEFAULT 'approved';

-- CreateTable
CREATE TABLE "approval_request" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "subject_version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "binding" JSONB NOT NULL,
    "binding_hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "start_at" TIMESTAMPTZ(3),
    "times_words" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_by" JSONB NOT NULL,
    "decision" JSONB,
    "outside" JSONB,
    "confirm_by" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_link" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "approver" JSONB NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_reminder" (
    "request_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "reminded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_reminder_pkey" PRIMARY KEY ("request_id","kind","person_id")
);

-- CreateTable
CREATE TABLE "approval_delegation" (
    "id" TEXT NOT NULL,
    "from_person" JSONB NOT NULL,
    "to_person" JSONB NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_rules" (
    "commune_id" TEXT NOT NULL,
    "self_approval" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "approval_rules_pkey" PRIMARY KEY ("commune_id")
);

-- CreateIndex
CREATE INDEX "approval_request_commune_id_state_idx" ON "approval_request"("commune_id", "state");

-- CreateIndex
CREATE INDEX "approval_request_confirm_by_idx" ON "approval_request"("confirm_by");

-- CreateIndex
CREATE UNIQUE INDEX "approval_request_subject_kind_subject_id_subject_version_key" ON "approval_request"("subject_kind", "subject_id", "subject_version");

-- CreateIndex
CREATE UNIQUE INDEX "approval_link_token_hash_key" ON "approval_link"("token_hash");

-- CreateIndex
CREATE INDEX "approval_link_request_id_idx" ON "approval_link"("request_id");

-- CreateIndex
CREATE INDEX "approval_delegation_ends_at_idx" ON "approval_delegation"("ends_at");

-- AddForeignKey
ALTER TABLE "approval_link" ADD CONSTRAINT "approval_link_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "approval_request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_reminder" ADD CONSTRAINT "approval_reminder_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "approval_request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say: of a subject at most one request waits, and states are what they are.
CREATE UNIQUE INDEX "approval_request_waiting_key" ON "approval_request"("subject_kind", "subject_id")
    WHERE "state" IN ('draft', 'submitted');
ALTER TABLE "approval_request" ADD CONSTRAINT "approval_request_state_check"
    CHECK ("state" IN ('draft', 'submitted', 'approved', 'returned', 'archived'));
ALTER TABLE "approval_request" ADD CONSTRAINT "approval_request_decision_check"
    CHECK (("state" IN ('draft', 'submitted')) <= ("decision" IS NULL)
       AND ("state" IN ('approved', 'returned')) <= ("decision" IS NOT NULL));
ALTER TABLE "broadcast" ADD CONSTRAINT "broadcast_approval_check"
    CHECK ("approval" IN ('approved', 'awaiting', 'returned'));
