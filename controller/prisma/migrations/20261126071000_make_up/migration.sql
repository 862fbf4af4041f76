-- AlterTable
ALTER TABLE "broadcast" ADD COLUMN     "make_up_of" TEXT,
ADD COLUMN     "make_up_round" INTEGER;

-- AlterTable
ALTER TABLE "bulletin" ADD COLUMN     "important" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "device" ADD COLUMN     "online_since" TIMESTAMPTZ(3);

-- CreateIndex
CREATE UNIQUE INDEX "broadcast_make_up_of_make_up_round_key" ON "broadcast"("make_up_of", "make_up_round");
