-- AlterTable
ALTER TABLE "bulletin" ADD COLUMN     "on_public_page" BOOLEAN;

-- CreateTable
CREATE TABLE "broadcast_face" (
    "broadcast_id" TEXT NOT NULL,
    "hamlet_id" TEXT NOT NULL,
    "voter" TEXT NOT NULL,
    "face" INTEGER NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "broadcast_face_pkey" PRIMARY KEY ("broadcast_id","hamlet_id","voter")
);

-- AddForeignKey
ALTER TABLE "broadcast_face" ADD CONSTRAINT "broadcast_face_broadcast_id_fkey" FOREIGN KEY ("broadcast_id") REFERENCES "broadcast"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- one of the five
ALTER TABLE "broadcast_face" ADD CONSTRAINT "broadcast_face_one_of_five" CHECK ("face" BETWEEN 1 AND 5);
