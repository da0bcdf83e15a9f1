"""A database whose clock can be set: functions named as PostgreSQL's own stand before them in the search path, and add
what a table says. For the state machine and the drills; made and taken away by the superuser."""

MAKE = """
CREATE SCHEMA clock;
CREATE TABLE clock.set (ahead interval NOT NULL);
INSERT INTO clock.set VALUES ('0');
CREATE FUNCTION clock.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
    AS 'SELECT pg_catalog.statement_timestamp() + ahead FROM clock.set';
CREATE FUNCTION clock.now() RETURNS timestamptz LANGUAGE sql STABLE
    AS 'SELECT pg_catalog.now() + ahead FROM clock.set';
GRANT USAGE ON SCHEMA clock TO coalition_app, coalition_owner;
GRANT SELECT, UPDATE ON clock.set TO coalition_app, coalition_owner;
"""
PATH = "clock, pg_catalog, public"
# Functions that look over all workspaces bring a search path of their own.
FOLLOW = """
DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proconfig IS NOT NULL
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = {path}', one);
    END LOOP;
END
$$
"""
SET = "UPDATE clock.set SET ahead = %s"


def make(admin) -> None:
    admin.execute(MAKE)
    admin.execute(FOLLOW.replace("{path}", PATH))


def take_away(admin) -> None:
    admin.execute(FOLLOW.replace("{path}", "public"))
    admin.execute("DROP SCHEMA clock CASCADE")
