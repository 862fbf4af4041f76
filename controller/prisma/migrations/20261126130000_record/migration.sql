-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "on_behalf_of" JSONB,
    "sender" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "commune_id" TEXT,
    "subject_id" TEXT,
    "reason" TEXT,
    "outcome" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "programme_month" (
    "commune_id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "lines" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_by" JSONB NOT NULL,

    CONSTRAINT "programme_month_pkey" PRIMARY KEY ("commune_id","month")
);

-- CreateTable
CREATE TABLE "programme_line" (
    "id" TEXT NOT NULL,
    "commune_id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "corrects" TEXT,
    "line" JSONB NOT NULL,
    "reason" TEXT,
    "made_by" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "programme_line_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_id_key" ON "audit_entry"("id");

-- CreateIndex: two rows never follow the same one
CREATE UNIQUE INDEX "audit_entry_previous_hash_key" ON "audit_entry"("previous_hash");

-- CreateIndex
CREATE INDEX "audit_entry_commune_id_seq_idx" ON "audit_entry"("commune_id", "seq");

-- CreateIndex
CREATE INDEX "programme_line_commune_id_month_idx" ON "programme_line"("commune_id", "month");

-- What is written down stays, whoever asks: the owner of the tables, too, and sessions that replicate.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps what was written: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

-- A closed month takes corrections alone.
CREATE FUNCTION refuse_entry_in_closed_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- whoever closes the month and whoever writes into it take turns
    PERFORM pg_advisory_xact_lock(hashtextextended('programme ' || NEW.commune_id || ' ' || NEW.month, 0));
    IF (NEW.kind = 'correction') <> EXISTS (
        SELECT FROM programme_month WHERE commune_id = NEW.commune_id AND month = NEW.month
    ) THEN
        RAISE EXCEPTION 'month % of % does not take a %', NEW.month, NEW.commune_id, NEW.kind
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_whole BEFORE TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "audit_entry" ENABLE ALWAYS TRIGGER audit_entry_kept;
ALTER TABLE "audit_entry" ENABLE ALWAYS TRIGGER audit_entry_whole;

CREATE TRIGGER programme_month_kept BEFORE UPDATE OR DELETE ON "programme_month" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER programme_month_whole BEFORE TRUNCATE ON "programme_month" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "programme_month" ENABLE ALWAYS TRIGGER programme_month_kept;
ALTER TABLE "programme_month" ENABLE ALWAYS TRIGGER programme_month_whole;

CREATE TRIGGER programme_line_kept BEFORE UPDATE OR DELETE ON "programme_line" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER programme_line_whole BEFORE TRUNCATE ON "programme_line" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER programme_line_open BEFORE INSERT ON "programme_line" FOR EACH ROW EXECUTE FUNCTION refuse_entry_in_closed_month();
ALTER TABLE "programme_line" ENABLE ALWAYS TRIGGER programme_line_kept;
ALTER TABLE "programme_line" ENABLE ALWAYS TRIGGER programme_line_whole;
