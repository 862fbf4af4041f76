-- Templates that a commune has written itself.
CREATE TABLE "own_template" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "words" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,
    "put_away_at" TIMESTAMPTZ(3),

    CONSTRAINT "own_template_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "own_template_commune_id_idx" ON "own_template"("commune_id");
