-- The two database roles, what they may do, and the extensions: run once per database by a superuser, harmless when
-- run again. Used by the embedded services, the tests and docker compose, so that all three behave alike.
--
--   coalition_owner  owns the database and runs migrations
--   coalition_app    runs the application: owns nothing, so row-level security always holds for it
--
-- Passwords come from the settings coalition.owner_password and coalition.app_password of the session (unset: kept).
-- coalition.owner_creates_databases = 'yes' is for tests only.

DO $$
DECLARE
    owner_password text := nullif(current_setting('coalition.owner_password', true), '');
    app_password text := nullif(current_setting('coalition.app_password', true), '');
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['coalition_owner', 'coalition_app'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', role_name);
        END IF;
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = role_name AND (rolsuper OR rolbypassrls)) THEN
            RAISE EXCEPTION 'The role % must be neither superuser nor exempt from row-level security', role_name;
        END IF;
    END LOOP;
    IF owner_password IS NOT NULL THEN
        EXECUTE format('ALTER ROLE coalition_owner PASSWORD %L', owner_password);
    END IF;
    IF app_password IS NOT NULL THEN
        EXECUTE format('ALTER ROLE coalition_app PASSWORD %L', app_password);
    END IF;
    IF current_setting('coalition.owner_creates_databases', true) = 'yes' THEN
        ALTER ROLE coalition_owner CREATEDB;
    END IF;
    EXECUTE format('ALTER DATABASE %I OWNER TO coalition_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO coalition_app', current_database());
END
$$;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS citext;

GRANT USAGE ON SCHEMA public TO coalition_app;
ALTER DEFAULT PRIVILEGES FOR ROLE coalition_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO coalition_app;
ALTER DEFAULT PRIVILEGES FOR ROLE coalition_owner GRANT USAGE, SELECT ON SEQUENCES TO coalition_app;
ALTER DEFAULT PRIVILEGES FOR ROLE coalition_owner GRANT EXECUTE ON FUNCTIONS TO coalition_app;
