-- The communes' own maps.
CREATE TABLE "commune_map" (
    "commune_id" TEXT NOT NULL,
    "layer" TEXT NOT NULL,
    "features" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "commune_map_pkey" PRIMARY KEY ("commune_id","layer")
);
