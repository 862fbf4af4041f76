-- AlterTable
ALTER TABLE "bulletin_version" ADD COLUMN     "words_per_minute" INTEGER;
