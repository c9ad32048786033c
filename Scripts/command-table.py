#!/usr/bin/env python3
"""Writes the command table from what real servers answer to COMMAND and COMMAND DOCS.

    Scripts/command-table.py            writes Sources/RDBFormats/Commands/CommandRows*.swift
    Scripts/command-table.py --check    changes nothing; status 1 when a file would change

The servers are those of .peers/peers.tsv (Scripts/install-peers). What no server
says stands below: the shape of the arguments of write commands, key positions that
COMMAND cannot describe, and commands of versions that are documented only.
How a row and a shape are written: see CommandRow.swift and ArgumentShape.swift.
"""
import os
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, "Sources", "RDBFormats", "Commands")
# Oldest first; for each command the newest of these that knows it describes it.
SERVERS = ["redis-6.2", "redis-7.0", "redis-7.4", "valkey-9.1", "redis-8.2"]

EXPIRY = "EX=ttl>0s/e PX=ttl>0ms/e EXAT=at>0s/e@r6.2v7.2 PXAT=at>0ms/e@r6.2v7.2"
STREAM_REFERENCES = "KEEPREF/r@r8.2 DELREF/r@r8.2 ACKED/r@r8.2"
TRIM = "MAXLEN=trim/t1 MINID=trimid/t1@r6.2v7.2 LIMIT=ttl>=0@r6.2v7.2 " + STREAM_REFERENCES
FIELD_EXPIRY = "EX=fttl-s/e PX=fttl-ms/e EXAT=fat-s/e PXAT=fat-ms/e"
EXPIRE_CONDITION = "{NX/ab XX/a GT/b LT/b}"
FIELD_CONDITION = "{NX/r@r7.4 XX/r@r7.4 GT/r@r7.4 LT/r@r7.4 NX/ab@v9.0 XX/a@v9.0 GT/b@v9.0 LT/b@v9.0}"
UNIT = "M|KM|FT|MI"
GEO = "WITHDIST WITHHASH WITHCOORD ASC DESC COUNT=int>0 ANY@r6.2v7.2 STORE=_ STOREDIST=_"

# The arguments of commands that change data, behind the name (for subcommands: behind both words).
SHAPES = {
    "SET": "_ _ {NX/c XX/c IFEQ=_/c@r8.4v8.1 IFNE=_/c@r8.4 IFDEQ=_/c@r8.4 IFDNE=_/c@r8.4 GET@r6.2v7.2 KEEPTTL/e@r6.0v7.2 " + EXPIRY + "} !set",
    "SETEX": "_ ttl>0s _",
    "PSETEX": "_ ttl>0ms _",
    "GETEX": "_ {PERSIST/e " + EXPIRY + "}",
    "INCRBY": "_ int",
    "DECRBY": "_ decrement",
    "INCRBYFLOAT": "_ longdouble",
    "SETRANGE": "_ offset _ !setrange",
    "SETBIT": "_ bitoffset bit",
    "BITOP": "AND|OR|XOR|NOT|DIFF@r8.2|DIFF1@r8.2|ANDOR@r8.2|ONE@r8.2 _ _* !bitop",
    "BITFIELD": "_ !bitfield",
    "MSET": "(_ _)*",
    "MSETNX": "(_ _)*",
    "MSETEX": "#(_ _) {NX/c XX/c KEEPTTL/e " + EXPIRY + "}",
    "DELEX": "_ {IFEQ=_/c IFNE=_/c IFDEQ=_/c IFDNE=_/c}",
    "COPY": "_ _ {DB=db REPLACE} !copy",
    "MOVE": "_ db",
    "SELECT": "db",
    "SWAPDB": "db db",
    "EXPIRE": "_ ttl-s " + EXPIRE_CONDITION,
    "PEXPIRE": "_ ttl-ms " + EXPIRE_CONDITION,
    "EXPIREAT": "_ at-s " + EXPIRE_CONDITION,
    "PEXPIREAT": "_ at-ms " + EXPIRE_CONDITION,
    "RESTORE": "_ ttl>=0 _ {REPLACE ABSTTL@r5.0v7.2 IDLETIME=ttl>=0/g@r5.0v7.2 FREQ=freq/g@r5.0v7.2} !restore",
    "SORT": "_ {ASC DESC ALPHA LIMIT=int,int BY=_ GET=_ STORE=_}",
    "SORT_RO": "_ {ASC DESC ALPHA LIMIT=int,int BY=_ GET=_}",
    "LINSERT": "_ BEFORE|AFTER _ _",
    "LSET": "_ int _",
    "LTRIM": "_ int int",
    "LREM": "_ lremcount _",
    "LPOP": "_ ?uint",
    "RPOP": "_ ?uint",
    "LMOVE": "_ _ LEFT|RIGHT LEFT|RIGHT",
    "BLMOVE": "_ _ LEFT|RIGHT LEFT|RIGHT timeout",
    "BRPOPLPUSH": "_ _ timeout",
    "BLPOP": "_* timeout",
    "BRPOP": "_* timeout",
    "LMPOP": "#_ LEFT|RIGHT {COUNT=count>0/1}",
    "BLMPOP": "timeout #_ LEFT|RIGHT {COUNT=count>0/1}",
    "SPOP": "_ ?uint",
    "ZADD": "_ {NX/ab XX/a GT/b@r6.2v7.2 LT/b@r6.2v7.2 CH INCR} (float _)+ !zadd",
    "ZINCRBY": "_ float _",
    "ZUNIONSTORE": "_ #_ {WEIGHTS=^float AGGREGATE=SUM|MIN|MAX|COUNT@r8.6}",
    "ZINTERSTORE": "_ #_ {WEIGHTS=^float AGGREGATE=SUM|MIN|MAX|COUNT@r8.6}",
    "ZDIFFSTORE": "_ #_",
    "ZRANGESTORE": "_ _ _ _ {BYSCORE/b1 BYLEX/b1 REV/1 LIMIT=int,int} !zrangestore",
    "ZPOPMIN": "_ ?popcount",
    "ZPOPMAX": "_ ?popcount",
    "ZMPOP": "#_ MIN|MAX {COUNT=count>0/1}",
    "BZMPOP": "timeout #_ MIN|MAX {COUNT=count>0/1}",
    "BZPOPMIN": "_* timeout",
    "BZPOPMAX": "_* timeout",
    "ZREMRANGEBYRANK": "_ int int",
    "ZREMRANGEBYSCORE": "_ score score",
    "ZREMRANGEBYLEX": "_ lex lex",
    "GEOADD": "_ {NX/a@r6.2v7.2 XX/a@r6.2v7.2 CH@r6.2v7.2} (longitude latitude _)+",
    "GEORADIUS": "_ longitude latitude radius " + UNIT + " {" + GEO + "} !georadius",
    "GEORADIUSBYMEMBER": "_ _ radius " + UNIT + " {" + GEO + "} !georadius",
    "GEOSEARCHSTORE": "_ _ {FROMMEMBER=_/f FROMLONLAT=longitude,latitude/f BYRADIUS=radius,unit/b BYBOX=radius,radius,unit/b "
    + "ASC DESC COUNT=int>0 ANY STOREDIST} !geosearchstore",
    "XADD": "_ {NOMKSTREAM@r6.2v7.2 IDMP=_,_@r8.6 IDMPAUTO=_@r8.6 " + TRIM + "} xaddid (_ _)+ !trim",
    "XTRIM": "_ {" + TRIM + "} !xtrim",
    "XDEL": "_ id*",
    "XACK": "_ _ id*",
    "XDELEX": "_ {" + STREAM_REFERENCES + " IDS=#id}",
    "XACKDEL": "_ _ {" + STREAM_REFERENCES + " IDS=#id}",
    "XCLAIM": "_ _ _ int id~ {IDLE=int TIME=int RETRYCOUNT=int FORCE JUSTID LASTID=id}",
    "XAUTOCLAIM": "_ _ _ int startid {COUNT=claimcount JUSTID}",
    "XGROUP|CREATE": "_ _ lastid {MKSTREAM ENTRIESREAD=entriesread@r7.0v7.2}",
    "XGROUP|SETID": "_ _ setid {ENTRIESREAD=entriesread@r7.0v7.2}",
    "XSETID": "_ id {ENTRIESADDED=ttl>=0 MAXDELETEDID=id}",
    "XREADGROUP": "{GROUP=_,_ COUNT=int BLOCK=ttl>=0 NOACK CLAIM=ttl>=0@r8.4} STREAMS _* !xreadgroup",
    "HSET": "_ (_ _)*",
    "HMSET": "_ (_ _)*",
    "HINCRBY": "_ _ int",
    "HINCRBYFLOAT": "_ _ longdouble",
    "HEXPIRE": "_ fttl-s " + FIELD_CONDITION + " FIELDS #_",
    "HPEXPIRE": "_ fttl-ms " + FIELD_CONDITION + " FIELDS #_",
    "HEXPIREAT": "_ fat-s " + FIELD_CONDITION + " FIELDS #_",
    "HPEXPIREAT": "_ fat-ms " + FIELD_CONDITION + " FIELDS #_",
    "HPERSIST": "_ FIELDS #_",
    "HGETDEL": "_ FIELDS #_",
    "HGETEX": "_ {PERSIST/e " + FIELD_EXPIRY + "} FIELDS #_",
    "HSETEX": "_ {NX/n@v9.1 XX/n@v9.1 FNX/f FXX/f KEEPTTL/e " + FIELD_EXPIRY + "} FIELDS #(_ _)",
    "FLUSHALL": "?ASYNC|SYNC@r6.2v7.2",
    "FLUSHDB": "?ASYNC|SYNC@r6.2v7.2",
    "SCRIPT|FLUSH": "?ASYNC|SYNC",
    "FUNCTION|FLUSH": "?ASYNC|SYNC",
    "FUNCTION|LOAD": "{REPLACE} _ !functionload",
    "FUNCTION|RESTORE": "_ ?FLUSH|APPEND|REPLACE !functionrestore",
    "EVAL": "_ #0_ _*",
    "EVALSHA": "_ #0_ _*",
    "FCALL": "_ #0_ _*",
}
SHAPES["RESTORE-ASKING"] = SHAPES["RESTORE"]
SHAPES["EVAL_RO"] = SHAPES["EVAL"]
SHAPES["EVALSHA_RO"] = SHAPES["EVALSHA"]
SHAPES["FCALL_RO"] = SHAPES["FCALL"]

# Where COMMAND says "unknown" or only half of it.
KEYS = {
    "SORT": "1:0,1,0:R STORE@2:0,1,0:W",
    "SORT_RO": "1:0,1,0:R",
    "MIGRATE": "3:0,1,0:Ud KEYS@6:-1,1,0:Ud",
}

# Names that are not commands: they end a connection that speaks HTTP.
NOT_COMMANDS = {"HOST:", "POST"}

# Known from documentation only. Their arity is -1, "not established", unless the documented syntax leaves no doubt.
# name, arity, flags, categories, keys, since, kind
LATER = [
    ("DELEX", -2, "write fast", "write string fast", "1:0,1,0:Ud", "r8.4", "string"),
    ("DIGEST", 2, "readonly fast", "read string fast", "1:0,1,0:R", "r8.4", "string"),
    ("CLUSTER|MIGRATION", -4, "admin", "admin slow dangerous", "-", "r8.4", "cluster"),
    ("XCFGSET", -1, "write fast", "write stream fast", "1:0,1,0:U", "r8.6", "stream"),
    ("HOTKEYS", -2, "admin", "admin slow dangerous", "-", "r8.6", "server"),
    ("INCREX", -1, "write denyoom fast", "write string fast", "1:0,1,0:U", "r8.8", "string"),
    ("XNACK", -1, "write fast", "write stream fast", "1:0,1,0:U", "r8.8", "stream"),
    ("XIDMPRECORD", 5, "write denyoom fast", "write stream fast", "1:0,1,0:U", "r8.6", "stream"),
    ("HIMPORT", -2, "write denyoom", "write hash slow", "2:0,1,0:U", "r8.10", "hash"),
    ("LMOVEM", -1, "write denyoom", "write list slow", "1:0,1,0:Ud 2:0,1,0:U", "r8.10", "list"),
    ("BLMOVEM", -1, "write denyoom noscript blocking", "write list slow blocking", "1:0,1,0:Ud 2:0,1,0:U", "r8.10", "list"),
    ("BACKUP", -2, "admin noscript no_async_loading", "admin slow dangerous", "-", "r8.10", "server"),
] + [
    (name, -1, "write denyoom", "write slow", "1:0,1,0:U", "r8.8", "array")
    for name in "ARSET ARMSET ARINSERT ARDEL ARDELRANGE AROP ARRING ARSEEK".split()
] + [
    (name, -1, "readonly", "read slow", "1:0,1,0:R", "r8.8", "array")
    for name in "ARGET ARMGET ARGETRANGE ARCOUNT ARGREP ARINFO ARLASTITEMS ARLEN ARNEXT ARSCAN".split()
]
# First version of a later family for commands that a server above describes already.
ALSO = {"MSETEX": "r8.4"}
# What COMMAND cannot know of the past. STRALGO went with 7.0; the answer of 6.2 is the last word on it.
GONE = {"STRALGO": "r7.0"}
# Arities of servers that are too old to ask, by the history in the documentation.
OLDER_ARITIES = {
    "HSET": "4<4.0", "SPOP": "2<3.2", "FLUSHALL": "1<4.0", "FLUSHDB": "1<4.0", "AUTH": "2<6.0", "LPOP": "2<6.2", "RPOP": "2<6.2",
}
# Older than their row: up to 6.2 QUIT was no command but a word that ends a connection, unknown to the loader.
SINCE = {"QUIT": "r7.0 v7.2"}

GROUPS = {
    "string": "string", "bitmap": "string", "hyperloglog": "string", "list": "list", "set": "set", "hash": "hash",
    "sorted-set": "zset", "sorted_set": "zset", "geo": "zset", "stream": "stream", "generic": "key", "scripting": "script",
    "transactions": "transaction", "connection": "connection", "pubsub": "pubsub", "server": "server", "cluster": "cluster",
    "module": "module", "array": "array",
}
# The kind that `history` counts, where the group of the documentation is not it.
KINDS = {
    **{name: "delete" for name in "DEL UNLINK DELIFEQ DELEX GETDEL".split()},
    **{name: "expire" for name in "EXPIRE PEXPIRE EXPIREAT PEXPIREAT PERSIST HEXPIRE HPEXPIRE HEXPIREAT HPEXPIREAT HPERSIST".split()},
    **{name: "flush" for name in "FLUSHALL FLUSHDB SWAPDB CLUSTER|FLUSHSLOT".split()},
    **{name: "select" for name in ["SELECT"]},
    **{name: "function" for name in "FCALL FCALL_RO FUNCTION".split()},
    "RESTORE-ASKING": "key", "PFDEBUG": "string", "PFSELFTEST": "server", "STRALGO": "string", "SUBSTR": "string",
}
# Subtypes of module commands by the part of the name in front of the dot.
MODULES = {
    "JSON": "ReJSON", "BF": "bf", "CF": "bf", "CMS": "bf", "TOPK": "bf", "TDIGEST": "bf", "TS": "timeseries",
    "TIMESERIES": "timeseries", "FT": "search", "V": "vectorset", "REDISGEARS_2": "redisgears_2", "_FT": "search",
}
DROPPED_FLAGS = {"random", "sort_for_script", "movablekeys", "skip_commandlog"}


class Connection:
    """Speaks RESP2 with one server; just enough to ask it questions."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.file = self.socket.makefile("rb")

    def ask(self, *words):
        parts = [word.encode() for word in words]
        self.socket.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))
        return self.read()

    def read(self):
        line = self.file.readline()[:-2]
        mark, rest = line[:1], line[1:]
        if mark in (b"+", b"-"):
            return rest.decode()
        if mark == b":":
            return int(rest)
        if mark == b"$":
            return None if int(rest) < 0 else self.file.read(int(rest) + 2)[:-2].decode("latin-1")
        if mark == b"*":
            return [self.read() for _ in range(int(rest))]
        raise ValueError(f"not RESP2: {line!r}")


def pairs(flat):
    return dict(zip(flat[::2], flat[1::2]))


def ask_server(path, libraries, modules):
    """COMMAND and COMMAND DOCS of one server: rows by upper-case name, and documentation by upper-case name."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        probe = socket.socket()
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = dict(os.environ)
        if libraries:
            environment["LD_LIBRARY_PATH"] = libraries
        arguments = [path, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory]
        for module in modules:
            arguments += ["--loadmodule", module]
        process = subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(400):
                try:
                    connection = Connection(port)
                    break
                except OSError:
                    time.sleep(0.02)
            rows, documentation = {}, {}

            def add(row):
                rows[row[0].upper()] = row
                for child in row[9] if len(row) > 9 else []:
                    add(child)

            def document(name, flat):
                entry = pairs(flat)
                documentation[name.upper()] = entry
                for child, child_flat in pairs(entry.get("subcommands", [])).items():
                    document(child, child_flat)

            for row in connection.ask("COMMAND"):
                add(row)
            answer = connection.ask("COMMAND", "DOCS")
            for name, flat in pairs(answer).items() if isinstance(answer, list) else []:
                document(name, flat)
            return rows, documentation
        finally:
            process.kill()
            process.wait()


def key_text(row):
    """The key specifications of a row; see CommandRow.swift."""
    specifications = []
    for flat in row[8] if len(row) > 8 else []:
        spec = pairs(flat)
        begin, find = pairs(spec["begin_search"]), pairs(spec["find_keys"])
        if begin["type"] == "unknown" or find["type"] == "unknown":
            continue
        if begin["type"] == "index":
            start = str(pairs(begin["spec"])["index"])
        else:
            keyword = pairs(begin["spec"])
            start = f"{keyword['keyword']}@{keyword['startfrom']}"
        numbers = pairs(find["spec"])
        if find["type"] == "range":
            where = f"{numbers['lastkey']},{numbers['keystep']},{numbers['limit']}"
        else:
            where = f"n{numbers['keynumidx']},{numbers['firstkey']},{numbers['keystep']}"
        flags = set(spec["flags"])
        if "not_key" in flags:
            continue
        access = "R" if "RO" in flags else "W" if "OW" in flags else "U"
        specifications.append(f"{start}:{where}:{access}{'d' if 'delete' in flags else ''}")
    if not specifications and len(row) <= 8 and row[3] > 0:
        first, last, step = row[3:6]
        access = "U" if "write" in row[2] else "R"
        specifications.append(f"{first}:{last - first if last >= 0 else last},{step},0:{access}")
    return " ".join(specifications) or "-"


def version(text):
    return ".".join(text.split(".")[:2])


def main():
    answers = {}
    with open(os.path.join(ROOT, ".peers", "peers.tsv")) as manifest:
        for line in manifest:
            if line.startswith("#"):
                continue
            name, _, path, _, libraries, modules = ["" if field == "-" else field for field in line.rstrip("\n").split("\t")]
            answers[name] = ask_server(path, libraries, [module for module in modules.split(",") if module])
    missing = [server for server in SERVERS if server not in answers]
    if missing:
        sys.exit(f"these servers are not installed: {', '.join(missing)}; run Scripts/install-peers")

    rows = {}
    names = {name for commands, _ in answers.values() for name in commands} - NOT_COMMANDS
    for name in names:
        knowing = [server for server in SERVERS if name in answers[server][0]]
        row = answers[knowing[-1]][0][name]
        documented = [server for server in knowing if name in answers[server][1]]
        entry = answers[documented[-1]][1][name] if documented else {}
        module = MODULES.get(name.split(".")[0].split("|")[0]) if "." in name else ("vectorset" if "module" in row[2] else None)
        group = GROUPS.get(entry.get("group", ""), "server")

        if module:
            since = f"m{module}" + (" r8.0" if module == "vectorset" else "")
        else:
            # 6.2 has no documentation; what only it knows goes back to before our oldest version.
            redis = [server for server in documented if server.startswith("redis")]
            since_redis = answers[redis[-1]][1][name]["since"] if redis else ("1.0" if name in answers["redis-6.2"][0] else None)
            parts = []
            if since_redis:
                parts.append("r" + version(since_redis))
            elif name in ALSO:
                parts.append(ALSO[name])
            if "valkey-9.1" in knowing:
                since_valkey = version(answers["valkey-9.1"][1][name]["since"])
                inherited = tuple(map(int, since_valkey.split("."))) <= (7, 2)
                parts.append("v7.2" if inherited else "v" + since_valkey)
            if name in GONE:
                parts.append("-" + GONE[name])
            since = SINCE.get(name) or " ".join(parts)

        arity = str(row[1])
        valkey = answers["valkey-9.1"][0].get(name, row)[1]
        if valkey != row[1]:
            arity += f",v{valkey}"
        for older, newer in (("redis-6.2", "7.0"), ("redis-7.0", "7.2")):
            old = answers[older][0].get(name)
            # Nearest change first: an arity that 6.2 and 7.0 share changed in 7.2.
            if old and old[1] != row[1] and not ("<" in arity and newer == "7.2") :
                same = answers["redis-7.0"][0].get(name, row)[1] == old[1]
                arity += f",{old[1]}<{'7.2' if same else newer}"

        if name in OLDER_ARITIES:
            arity += "," + OLDER_ARITIES[name]

        kind = KINDS.get(name) or KINDS.get(name.split("|")[0]) or ("module" if module else group)
        flags = sorted({"skip_slowlog" if flag == "skip_commandlog" else flag for flag in row[2]} - (DROPPED_FLAGS - {"skip_commandlog"}))
        if len(row) > 9 and row[9]:
            flags.append("container")
        categories = sorted(category[1:] for category in row[6])
        keys = KEYS.get(name) or key_text(row)
        rows[name] = (name, arity, " ".join(flags), " ".join(categories), keys, since, kind, SHAPES.get(name, ""))
    for name, arity, flags, categories, keys, since, kind in LATER:
        if name in rows:
            sys.exit(f"{name} is described by a server now; remove it from LATER")
        rows[name] = (name, str(arity), flags, categories, keys, since, KINDS.get(name, kind), SHAPES.get(name, ""))
    unused = [name for name in list(SHAPES) + list(KEYS) if name not in rows]
    if unused:
        sys.exit(f"no server knows {', '.join(unused)}")

    def is_module(row):
        return row[5].startswith("m")

    files = {
        "CommandRows.swift": ("core", "Commands of the servers themselves", [row for row in rows.values() if "|" not in row[0] and not is_module(row)]),
        "CommandRows+Subcommands.swift": ("subcommands", "Subcommands, each container's together", [row for row in rows.values() if "|" in row[0]]),
        "CommandRows+Modules.swift": ("modules", "Commands of modules", [row for row in rows.values() if "|" not in row[0] and is_module(row)]),
    }
    changed = []
    for file_name, (property_name, title, part) in files.items():
        text = (
            f"// table: {title}, written by Scripts/command-table.py from what servers answer to COMMAND.\n"
            "// Do not edit; change the script and run it. CommandRow.swift explains the columns.\n\n"
            f"extension CommandRows {{\n  static let {property_name}: StaticString = #\"\"\"\n"
            + "".join("    " + "; ".join(column or "-" for column in row) + "\n" for row in sorted(part))
            + "    \"\"\"#\n}\n"
        )
        path = os.path.join(FOLDER, file_name)
        try:
            with open(path) as old:
                same = old.read() == text
        except FileNotFoundError:
            same = False
        if not same:
            changed.append(file_name)
            if "--check" not in sys.argv[1:]:
                with open(path, "w") as new:
                    new.write(text)
    print(f"{len(rows)} commands; " + (f"changed: {', '.join(changed)}" if changed else "nothing changed"))
    return 1 if changed and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
