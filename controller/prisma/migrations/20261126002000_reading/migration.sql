-- The communes' own readings of words, and what was corrected by hand in one text.
CREATE TABLE "dictionary_entry" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "written" TEXT NOT NULL,
    "reading" TEXT NOT NULL,
    "spelled" BOOLEAN NOT NULL DEFAULT false,
    "match_case" BOOLEAN,

    CONSTRAINT "dictionary_entry_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "dictionary_entry_commune_id_written_key" ON "dictionary_entry"("commune_id", "written");

ALTER TABLE "bulletin_version" ADD COLUMN "corrections" JSONB NOT NULL DEFAULT '[]';
