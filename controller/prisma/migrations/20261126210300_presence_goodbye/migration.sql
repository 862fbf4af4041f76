-- AlterTable
ALTER TABLE "device" ADD COLUMN     "said_goodbye" BOOLEAN NOT NULL DEFAULT false;

