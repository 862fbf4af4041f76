-- AlterTable
ALTER TABLE "device" ADD COLUMN     "code" TEXT;

-- CreateTable
CREATE TABLE "enrolment" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "installation_id" TEXT NOT NULL,
    "agent_version" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "first_asked_at" TIMESTAMPTZ(3) NOT NULL,
    "last_asked_at" TIMESTAMPTZ(3) NOT NULL,
    "rejected_at" TIMESTAMPTZ(3),

    CONSTRAINT "enrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_certificate" (
    "serial" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "pem" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_certificate_pkey" PRIMARY KEY ("serial")
);

-- CreateIndex
CREATE UNIQUE INDEX "enrolment_public_key_key" ON "enrolment"("public_key");

-- CreateIndex
CREATE INDEX "enrolment_code_idx" ON "enrolment"("code");

-- CreateIndex
CREATE INDEX "enrolment_last_asked_at_idx" ON "enrolment"("last_asked_at");

-- CreateIndex
CREATE INDEX "device_certificate_device_id_idx" ON "device_certificate"("device_id");

-- AddForeignKey
ALTER TABLE "device_certificate" ADD CONSTRAINT "device_certificate_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;
