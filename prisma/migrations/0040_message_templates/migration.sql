-- The templates Meta has approved for a number's business account, as whoever holds its connection was told last; and
-- when somebody learned that they may have changed.
ALTER TABLE integrations ADD COLUMN templates JSONB, ADD COLUMN templates_wanted_at TIMESTAMPTZ(3);
-- What is read of integrations is granted by column: a secret stands among them.
GRANT SELECT (templates, templates_wanted_at) ON integrations TO estafeta_app;
