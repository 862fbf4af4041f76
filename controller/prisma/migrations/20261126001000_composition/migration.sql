-- How a bulletin is put together, versions per language, and which bulletins a broadcast is made of.
ALTER TABLE "bulletin" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'plain';

ALTER TABLE "bulletin_version" ADD COLUMN "parts" JSONB, ADD COLUMN "removed_at" TIMESTAMPTZ(3);

ALTER TABLE "broadcast" ADD COLUMN "bulletins" JSONB NOT NULL DEFAULT '[]';

CREATE TABLE "station_texts" (
    "commune_id" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "texts" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "station_texts_pkey" PRIMARY KEY ("commune_id","language")
);

-- Broadcasts planned before: their bulletins are known by the audio; several with the same audio are all named.
UPDATE "broadcast" SET "bulletins" = coalesce((
    SELECT jsonb_agg(DISTINCT jsonb_build_object('bulletinId', b."id", 'title', b."title"))
    FROM jsonb_array_elements("broadcast"."items") AS item
    JOIN "bulletin_version" AS v ON v."asset_id" = item->>'assetId'
    JOIN "bulletin" AS b ON b."id" = v."bulletin_id"
), '[]'::jsonb);
