"""The tables of both files, as migrations from version 1 on."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import apsw

_NAMED = re.compile(r"\bCREATE (?:(?:VIRTUAL )?TABLE|INDEX|TRIGGER) (\w+)")


SEARCH_INDEX = """
-- The search index, by the articles' keys: library.search.terms gives the tokens, each once for a text.
-- `search_texts` has those of title and text, `search_titles` those of the title alone.
CREATE VIRTUAL TABLE search_texts USING fts5(tokens, tokenize='ascii', content='', contentless_delete=1, detail=none);
CREATE VIRTUAL TABLE search_titles USING fts5(tokens, tokenize='ascii', content='', contentless_delete=1, detail=none);
"""


@dataclass(frozen=True, slots=True)
class Schema:
    """A file's tables: migration n (from 1) leads from version n - 1 to n; `application_id` marks the file as ours."""

    name: str
    application_id: int
    migrations: tuple[str, ...]

    @property
    def version(self) -> int:
        """The version that this program writes."""
        return len(self.migrations)

    @property
    def objects(self) -> frozenset[str]:
        """The names of the tables, indexes and triggers that a file of this version has."""
        return frozenset(name for script in self.migrations for name in _NAMED.findall(script))


CACHE = Schema(
    "cache",
    0x61635443,  # "acTC"
    (
        """
        -- `position` is the site's order, NULL for a category that vanished; the counts are kept by the triggers below.
        CREATE TABLE categories(
            number INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            slug TEXT NOT NULL,
            position INTEGER,
            articles INTEGER NOT NULL DEFAULT 0,
            cached INTEGER NOT NULL DEFAULT 0,
            pages INTEGER,
            total INTEGER,
            template TEXT
        );

        -- `parsed`: title and the like are the article's own, not a listing row's. `cached`: bodies has it.
        -- `arrived`: it came in above rows that a listing had before, and is not just older than what was known.
        CREATE TABLE articles(
            key INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            id INTEGER,
            title TEXT NOT NULL,
            category TEXT,
            published TEXT,
            summary TEXT,
            source TEXT,
            parsed INTEGER NOT NULL DEFAULT 0,
            cached INTEGER NOT NULL DEFAULT 0,
            first_seen REAL NOT NULL,
            arrived INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX articles_newest ON articles(published DESC, id DESC);
        CREATE INDEX articles_id ON articles(id) WHERE id IS NOT NULL;
        CREATE INDEX articles_cached ON articles(cached) WHERE cached;
        CREATE INDEX articles_first_seen ON articles(first_seen);

        -- A category's listing is ordered by `place`; `page` is where the row stood when that page was last saved,
        -- NULL since other rows pushed it off; `seen` is when the site last showed it.
        CREATE TABLE listings(
            category INTEGER NOT NULL REFERENCES categories,
            key INTEGER NOT NULL REFERENCES articles,
            place INTEGER NOT NULL,
            page INTEGER,
            seen REAL NOT NULL,
            PRIMARY KEY (category, key)
        ) WITHOUT ROWID;
        CREATE INDEX listings_order ON listings(category, place);
        CREATE INDEX listings_page ON listings(category, page, place);
        CREATE INDEX listings_key ON listings(key);

        CREATE TRIGGER listed AFTER INSERT ON listings BEGIN
            UPDATE categories SET
                articles = articles + 1,
                cached = cached + (SELECT cached FROM articles WHERE key = new.key)
            WHERE number = new.category;
        END;
        CREATE TRIGGER unlisted AFTER DELETE ON listings BEGIN
            UPDATE categories SET
                articles = articles - 1,
                cached = cached - (SELECT cached FROM articles WHERE key = old.key)
            WHERE number = old.category;
        END;
        CREATE TRIGGER kept AFTER UPDATE OF cached ON articles WHEN new.cached <> old.cached BEGIN
            UPDATE categories SET cached = cached + new.cached - old.cached
            WHERE number IN (SELECT category FROM listings WHERE key = new.key);
        END;

        CREATE TABLE listing_pages(
            category INTEGER NOT NULL REFERENCES categories,
            page INTEGER NOT NULL,
            next TEXT,
            saved REAL NOT NULL,
            PRIMARY KEY (category, page)
        ) WITHOUT ROWID;

        -- "" stands for the list of categories.
        CREATE TABLE refreshed(path TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;

        -- `body` is the codec's, `hash` is of its bytes as they stand here.
        CREATE TABLE bodies(
            key INTEGER PRIMARY KEY REFERENCES articles,
            parser INTEGER NOT NULL,
            fetched REAL NOT NULL,
            hash BLOB NOT NULL,
            body BLOB NOT NULL
        );
        CREATE INDEX bodies_parser ON bodies(parser);
        CREATE TABLE versions(
            number INTEGER PRIMARY KEY,
            key INTEGER NOT NULL REFERENCES articles,
            parser INTEGER NOT NULL,
            fetched REAL NOT NULL,
            hash BLOB NOT NULL,
            body BLOB NOT NULL
        );
        CREATE INDEX versions_key ON versions(key);

        CREATE TABLE pages(
            number INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            charset TEXT,
            etag TEXT,
            last_modified TEXT,
            fetched REAL NOT NULL,
            body BLOB NOT NULL
        );
        CREATE TABLE redirects(path TEXT PRIMARY KEY, location TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE images(
            number INTEGER PRIMARY KEY,
            src TEXT NOT NULL UNIQUE,
            type TEXT,
            data BLOB NOT NULL
        );

        -- The state of each host, for all processes: web.host_state's, in its order; `places` is the leases, as JSON.
        CREATE TABLE hosts(
            host TEXT PRIMARY KEY,
            started REAL NOT NULL,
            next REAL NOT NULL,
            pace REAL NOT NULL,
            wait_until REAL NOT NULL,
            failures INTEGER NOT NULL,
            refusals INTEGER NOT NULL,
            rests INTEGER NOT NULL,
            rest_until REAL NOT NULL,
            probed REAL NOT NULL,
            places TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE robots(
            number INTEGER PRIMARY KEY,
            host TEXT NOT NULL UNIQUE,
            fetched REAL NOT NULL,
            body BLOB NOT NULL
        );
        """,
        """
        -- Where a sync that did not get through has to go on in a category's listing: a page's path, '' where the
        -- listing is known to its end and only articles or pictures are missing, NULL where nothing is.
        ALTER TABLE categories ADD COLUMN walk TEXT;
        """,
        """
        -- How a listing calls an article, whatever its own page says: a witness for reading that.
        ALTER TABLE articles ADD COLUMN listed TEXT;
        ALTER TABLE articles ADD COLUMN listed_date TEXT;
        -- With which revision of what is known of the site's templates a body was read; 0: with none.
        ALTER TABLE bodies ADD COLUMN knowledge INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX bodies_knowledge ON bodies(knowledge);
        -- What the site's pages taught, as JSON; a row each revision, the last one counts. `articles` is from how many.
        CREATE TABLE knowledge(
            revision INTEGER PRIMARY KEY,
            articles INTEGER NOT NULL,
            learned REAL NOT NULL,
            data BLOB NOT NULL
        );
        """,
        SEARCH_INDEX  # noqa: S608 - all of it is ours
        + """
        -- By which version of the tokens the index knows an article as it is now; 0: it does not.
        ALTER TABLE articles ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX articles_indexed ON articles(indexed);
        CREATE TRIGGER reworded AFTER UPDATE OF title, cached ON articles
        WHEN new.title <> old.title OR new.cached < old.cached BEGIN
            UPDATE articles SET indexed = 0 WHERE key = new.key;
        END;
        """,
        """
        -- Files that articles link, by their addresses: library.attachments.KeptFile. The bytes stand in a folder,
        -- under their `digest`, NULL where none are kept.
        CREATE TABLE attachments(
            number INTEGER PRIMARY KEY,
            href TEXT NOT NULL UNIQUE,
            digest TEXT,
            size INTEGER NOT NULL DEFAULT 0,
            whole INTEGER NOT NULL DEFAULT 1,
            why TEXT,
            etag TEXT,
            last_modified TEXT,
            fetched REAL NOT NULL
        );
        """,
    ),
)

USER = Schema(
    "user",
    0x61635455,  # "acTU"
    (
        """
        -- A row is a mark that is set: read, starred or later.
        CREATE TABLE marks(mark TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (mark, path)) WITHOUT ROWID;

        -- The journal: `value` is what a step set the mark to, having been the opposite before.
        CREATE TABLE steps(
            number INTEGER PRIMARY KEY,
            at REAL NOT NULL,
            undone INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE changes(
            step INTEGER NOT NULL REFERENCES steps ON DELETE CASCADE,
            mark TEXT NOT NULL,
            path TEXT NOT NULL,
            value INTEGER NOT NULL,
            PRIMARY KEY (step, mark, path)
        ) WITHOUT ROWID;

        -- Where the reader left an article, and how far down it that is in percent, NULL where that is not known.
        CREATE TABLE places(
            path TEXT PRIMARY KEY,
            block INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            percent INTEGER,
            at REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX places_begun ON places(at) WHERE percent BETWEEN 1 AND 99;

        -- A session of the app: when it began, and when the user was last seen in it.
        CREATE TABLE visits(begun REAL PRIMARY KEY, last REAL NOT NULL) WITHOUT ROWID;

        -- What was set in the app itself, not in the configuration.
        CREATE TABLE settings(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """,
        """
        -- A note on an article, or on a passage of it: then `quotation` is the passage's text, `before` and `after`
        -- what stood around it, `block` and `offset` where it began, `rival` how like it, in percent, was what else
        -- stood in the article. Deleted ones stay: other machines hear of it so.
        CREATE TABLE notes(
            id TEXT PRIMARY KEY,
            path TEXT NOT NULL,
            quotation TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            block INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            rival INTEGER NOT NULL DEFAULT 100,
            text TEXT NOT NULL,
            colour TEXT NOT NULL,
            created REAL NOT NULL,
            changed REAL NOT NULL,
            deleted INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE INDEX notes_path ON notes(path);

        -- The journal of notes: what a step made of one, and what it was before (a new one: deleted).
        CREATE TABLE note_changes(
            step INTEGER NOT NULL REFERENCES steps ON DELETE CASCADE,
            note TEXT NOT NULL REFERENCES notes,
            was_text TEXT NOT NULL,
            was_colour TEXT NOT NULL,
            was_deleted INTEGER NOT NULL,
            text TEXT NOT NULL,
            colour TEXT NOT NULL,
            deleted INTEGER NOT NULL,
            PRIMARY KEY (step, note)
        ) WITHOUT ROWID;
        """,
        """
        -- What two machines merge by, in seconds since the epoch: when each mark was last set or cleared (one without a
        -- row in `marks` was cleared), and when a setting was last changed; 0 where that is not known.
        CREATE TABLE mark_times(
            mark TEXT NOT NULL,
            path TEXT NOT NULL,
            at REAL NOT NULL,
            PRIMARY KEY (mark, path)
        ) WITHOUT ROWID;
        INSERT INTO mark_times(mark, path, at) SELECT mark, path, at FROM (
            SELECT c.mark, c.path, s.at, max(c.step) FROM changes AS c JOIN steps AS s ON s.number = c.step
            GROUP BY c.mark, c.path
        );
        INSERT OR IGNORE INTO mark_times(mark, path, at) SELECT mark, path, 0 FROM marks;
        ALTER TABLE settings ADD COLUMN at REAL NOT NULL DEFAULT 0;

        -- The kept searches, of which the setting `watch words` is what the app reads: `rank` is their order, `name` is
        -- NULL for one that was removed.
        CREATE TABLE watched(text TEXT PRIMARY KEY, name TEXT, rank REAL NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
        """,
        """
        -- The journal of kept searches: which a step removed, and the name that each had.
        CREATE TABLE word_changes(
            step INTEGER NOT NULL REFERENCES steps ON DELETE CASCADE,
            text TEXT NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (step, text)
        ) WITHOUT ROWID;
        """,
    ),
)


def version_of(connection: apsw.Connection) -> int:
    """Give the schema's version; 0 is an empty file."""
    return int(connection.pragma("user_version"))


def is_whole(connection: apsw.Connection, schema: Schema, *, columns: bool = False) -> bool:
    """Tell whether a file of this version has all that belongs in it, with `columns` those of the tables too."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    return schema.objects <= there and not (columns and _model_columns(schema) - set(_columns(connection)))


def complete(connection: apsw.Connection, schema: Schema) -> None:
    """Make what is missing in a file of this version; all else stays."""
    model = _model(schema)
    made = list(model.execute("SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY rowid"))
    model.close()
    with connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        for name, sql in made:
            if name not in there:
                connection.execute(sql)


def _model(schema: Schema) -> apsw.Connection:
    model = apsw.Connection(":memory:")
    migrate(model, schema, lambda _: None)
    return model


def _model_columns(schema: Schema) -> set[tuple[str, str]]:
    model = _model(schema)
    try:
        return set(_columns(model))
    finally:
        model.close()


def _columns(connection: apsw.Connection) -> list[tuple[str, str]]:
    return list(
        connection.execute(
            "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
        )
    )


def migrate(connection: apsw.Connection, schema: Schema, backup: Callable[[int], object]) -> None:
    """Bring a file to the schema's version: all of it or nothing, whoever else does the same just now.

    `backup` is called with the file's version before a file that holds tables is changed.
    """
    version = version_of(connection)
    if version >= schema.version:
        return
    if version:
        backup(version)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have migrated while this one waited.
        for number in range(version_of(connection), schema.version):
            connection.execute(schema.migrations[number])
            connection.pragma("user_version", number + 1)
        connection.pragma("application_id", schema.application_id)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
