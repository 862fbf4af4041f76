-- CreateIndex
CREATE INDEX "receipt_broadcast_id_received_at_idx" ON "receipt"("broadcast_id", "received_at");
