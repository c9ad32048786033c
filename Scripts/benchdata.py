"""Makes the data sets that Scripts/bench measures on, with a real redis-server.

Used by Scripts/bench; can be run alone: Scripts/benchdata.py strings 1GB [DIRECTORY].
An 'aof' is written here, byte for byte as servers write theirs: one that gets a timestamp every 2 000 commands would
take a server the better part of an hour.

Commands are put together from pools of ready-made bulk strings and sent with CLIENT REPLY OFF
over several sockets at once, so that the server, not Python, is what takes the time:
69 million elements in well under two minutes. Seeds are fixed: the same size and shape hold the
same keys and values every time (their order in the file is the server's own).
"""
import multiprocessing
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time

SHAPES = ('strings', 'mixed', 'uncompressed')
AOF_START, AOF_COMMANDS_PER_SECOND = 1_760_000_000, 2000
# Bytes of file that one unit of a shape makes, measured once; a unit is STRINGS_UNIT keys of
# 'strings', or one call of mixed_unit(). Only the size of the result depends on it.
STRINGS_UNIT = 1000
BYTES_PER_UNIT = {'strings': 184_500, 'mixed': 1_275_000, 'uncompressed': 1_394_000}
WORKERS = 3
# Expiry times lie in 2090 to 2100, so that no run of this century loses keys to the clock.
EXPIRY_START_MS = 3_786_912_000_000
EXPIRY_RANGE_MS = 315_360_000_000


def parse_size(text):
    """'100MB' → 100000000; MiB and GiB are powers of two, as in the command line contract."""
    units = (('GIB', 1 << 30), ('MIB', 1 << 20), ('KIB', 1 << 10), ('GB', 10**9), ('MB', 10**6), ('KB', 10**3), ('B', 1))
    upper = text.strip().upper()
    for suffix, factor in units:
        if upper.endswith(suffix):
            return int(float(upper[:-len(suffix)]) * factor)
    return int(upper)


def bulk(b):
    return b'$%d\r\n%s\r\n' % (len(b), b)


def command(*words):
    return b'*%d\r\n' % len(words) + b''.join(bulk(w if isinstance(w, bytes) else str(w).encode()) for w in words)


# ---- what the values look like -------------------------------------------------

ALPHABET = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
WORDS = ('alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec '
         'romeo sierra tango uniform victor whiskey xray yankee zulu').split()


class Pools:
    """Ready-made bulk strings; commands take slices of them, which costs no Python per element."""

    def __init__(self, seed):
        rng = self.rng = random.Random(seed)
        self.noise = rng.randbytes(4 << 20).translate(ALPHABET * 4)
        tokens = [self.noise[i * 24:i * 24 + rng.randint(4, 22)] for i in range(60_000)]
        self.members = [bulk(b'm:%d:%s' % (i, t)) for i, t in enumerate(tokens)]
        numbers = [rng.choice((rng.randint(0, 100), rng.randint(-5000, 5000), rng.randint(0, 2**31), rng.randint(0, 2**45)))
                   for _ in tokens]
        fields = [b'%s_%d' % (WORDS[i % len(WORDS)].encode(), i // len(WORDS)) for i in range(60_000)]
        self.pairs = [bulk(f) + bulk(b'%d' % n if i % 3 == 0 else t) for i, (f, n, t) in enumerate(zip(fields, numbers, tokens))]
        self.scored = [bulk(b'%d' % n if i % 2 else b'%.17g' % rng.uniform(0, 1e6)) + bulk(b'player:%d' % (i * 7919))
                       for i, n in enumerate(numbers)]
        self.items = [bulk(b'%d' % n if i % 4 == 0 else t) for i, (n, t) in enumerate(zip(numbers, tokens))]
        self.small_integers = [bulk(b'%d' % i) for i in sorted(rng.sample(range(30_000), 20_000))]
        self.large_integers = [bulk(b'%d' % i) for i in rng.sample(range(10**6, 2**31), 20_000)]
        self.records = [self.json(rng, i) for i in range(2_000)]

    @staticmethod
    def json(rng, i):
        """Text that LZF shortens to about half, as cached API answers do."""
        return ('{"id":%d,"name":"%s","tags":["%s"],"description":"%s","active":true,"created_at":"2026-%02d-%02dT10:00:00Z",'
                '"updated_at":"2026-%02d-%02dT10:00:00Z"}' % (
                    i, rng.choice(WORDS), '","'.join(rng.choices(WORDS, k=4)), ' '.join(rng.choices(WORDS, k=rng.randint(8, 30))),
                    rng.randint(1, 12), rng.randint(1, 28), rng.randint(1, 12), rng.randint(1, 28))).encode()

    def take(self, pool, count):
        start = self.rng.randrange(len(pool) - count)
        return b''.join(pool[start:start + count])

    def text(self, least, most):
        n = self.rng.randint(least, most)
        start = self.rng.randrange(len(self.noise) - n)
        return self.noise[start:start + n]


def strings_unit(pools, unit):
    """1 000 small strings: 88 % random text, 8 % JSON, 4 % integers; about 180 bytes a key in the file."""
    rng, out = pools.rng, []
    for i in range(unit * STRINGS_UNIT, (unit + 1) * STRINGS_UNIT):
        kind = i % 25
        if kind == 0:
            value = b'%d' % rng.randint(-10**9, 10**12)
        elif kind < 3:
            value = pools.records[rng.randrange(len(pools.records))]
        else:
            value = pools.text(120, 200)
        key = b'session:%012d' % i
        out.append(b'*3\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n' % (len(key), key, len(value), value))
    return b''.join(out)


def mixed_unit(pools, unit):
    """About 3 900 keys of every type and encoding, the big ones rare; one key in five has an expiry."""
    rng, out, keys = pools.rng, [], []

    def add(name, verb, i, pool, count, words=1):
        key = b'%s:%d' % (name, unit * 10_000 + i)
        keys.append(key)
        out.append(b'*%d\r\n%s%s%s' % (2 + count * words, bulk(verb), bulk(key), pools.take(pool, count)))

    for i in range(1600):
        key = b'cache:%d' % (unit * 10_000 + i)
        kind = i % 8
        value = (b'%d' % rng.randint(0, 10**6) if kind < 3 else pools.records[rng.randrange(2_000)] if kind == 3
                 else pools.text(8, 120))
        keys.append(key)
        out.append(command('SET', key, value))
    for i in range(1000):
        add(b'user', b'HSET', i, pools.pairs, rng.randint(4, 20), 2)
    for i in range(300):
        add(b'ids', b'SADD', i, pools.small_integers, rng.randint(5, 60))
    for i in range(60):
        add(b'refs', b'SADD', i, pools.large_integers, rng.randint(5, 200))
    for i in range(200):
        add(b'tags', b'SADD', i, pools.members, rng.randint(3, 30))
    for i in range(300):
        add(b'board', b'ZADD', i, pools.scored, rng.randint(5, 60), 2)
    for i in range(360):
        add(b'queue', b'RPUSH', i, pools.items, rng.randint(5, 60))
    # Rare and big: these are hash tables, skip lists and quicklists of many nodes.
    for i in range(2):
        add(b'catalog', b'HSET', i, pools.pairs, rng.randint(600, 3000), 2)
        add(b'members', b'SADD', i, pools.members, rng.randint(600, 3000))
        add(b'ranking', b'ZADD', i, pools.scored, rng.randint(600, 3000), 2)
        add(b'log', b'RPUSH', i, pools.items, rng.randint(600, 3000))
    for i in range(40):
        key = b'events:%d' % (unit * 10_000 + i)
        keys.append(key)
        count = rng.randint(5, 60)
        for n in range(count):
            out.append(command('XADD', key, '%d-%d' % (1_700_000_000_000 + n * 997, n % 3), 'kind', WORDS[n % 26], 'value', n * 31,
                               'note', pools.text(4, 24)))
        if i % 2:
            out.append(command('XGROUP', 'CREATE', key, 'workers', '0'))
            out.append(command('XREADGROUP', 'GROUP', 'workers', 'one', 'COUNT', count // 2, 'STREAMS', key, '>'))
    for key in rng.sample(keys, len(keys) // 5):
        out.append(command('PEXPIREAT', key, EXPIRY_START_MS + rng.randrange(EXPIRY_RANGE_MS)))
    return b''.join(out)


def aof_second(pools, second):
    """The commands of one second of an AOF behind their timestamp: about 170 bytes a command."""
    rng, out = pools.rng, [b'#TS:%d\r\n' % (AOF_START + second)]
    if second == 0:
        out.append(command('SELECT', 0))
    count = 0
    while count < AOF_COMMANDS_PER_SECOND:
        number, kind = rng.randrange(1_000_000), rng.randrange(100)
        key = b'session:%012d' % number
        if kind < 60:
            out.append(command('SET', key, pools.text(80, 260)))
        elif kind < 70:
            out.append(b'*8\r\n$4\r\nHSET\r\n' + bulk(b'user:%d' % number) + pools.take(pools.pairs, 3))
        elif kind < 76:
            out.append(command('DEL', key))
        elif kind < 82:
            out.append(command('INCRBY', b'counter:%d' % (number % 5000), rng.randint(1, 1000)))
        elif kind < 88:
            out.append(b'*5\r\n$5\r\nRPUSH\r\n' + bulk(b'queue:%d' % (number % 5000)) + pools.take(pools.items, 3))
        elif kind < 92:
            out.append(b'*6\r\n$4\r\nZADD\r\n' + bulk(b'board:%d' % (number % 5000)) + pools.take(pools.scored, 2))
        elif kind < 96:
            out.append(command('PEXPIREAT', key, EXPIRY_START_MS + rng.randrange(EXPIRY_RANGE_MS)))
        elif kind < 98:
            out.append(command('XADD', b'events:%d' % (number % 500), '%d-%d' % ((AOF_START + second) * 1000, count), 'kind', WORDS[number % 26], 'value', number))
        else:
            out.append(command('MULTI') + command('SET', key, pools.text(20, 60)) + command('SADD', b'index', key) + command('EXEC'))
            count += 3
        count += 1
    return b''.join(out)


def write_aof(size, path, say=lambda text: None):
    """Writes an AOF of about `size` bytes."""
    began, pools, written, second = time.monotonic(), Pools(4711), 0, 0
    temporary = '%s.%d.part' % (path, os.getpid())
    with open(temporary, 'wb') as out:
        while written < size:
            written += out.write(aof_second(pools, second))
            second += 1
    os.replace(temporary, path)
    say('%s: %d MB, %d seconds of history, made in %.0f s' % (path, os.path.getsize(path) // 10**6, second, time.monotonic() - began))


def wound(source, path, count=10):
    """A copy of an RDB with `count` bytes spread over it changed, none of them in the first or last thousandth."""
    temporary = '%s.%d.part' % (path, os.getpid())
    shutil.copyfile(source, temporary)
    size, rng = os.path.getsize(source), random.Random(99)
    with open(temporary, 'r+b') as file:
        for index in range(count):
            at = size // 1000 + (size - size // 500) * index // count + rng.randrange(size // count // 2)
            file.seek(at)
            old = file.read(1)[0]
            file.seek(at)
            file.write(bytes([old ^ (1 << rng.randrange(8))]))
    os.replace(temporary, path)


# ---- the server that writes it ---------------------------------------------------

class Client:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.reader = self.socket.makefile('rb')

    def ask(self, *words):
        self.socket.sendall(command(*words))
        return self.reply()

    def reply(self):
        line = self.reader.readline().rstrip(b'\r\n')
        if line[:1] == b'-':
            raise RuntimeError(line.decode())
        if line[:1] == b'$':
            n = int(line[1:])
            return None if n < 0 else self.reader.read(n + 2)[:-2]
        return line[1:]


class Server:
    """A redis-server on a Unix socket in a directory of its own, stopped and removed on exit."""

    def __init__(self, binary='redis-server', env=None, rdb=None, options=()):
        self.directory = tempfile.mkdtemp(prefix='rdbtool-bench-', dir=os.environ.get('TMPDIR'))
        self.path = os.path.join(self.directory, 's')
        if rdb:
            os.symlink(os.path.abspath(rdb), os.path.join(self.directory, 'dump.rdb'))
        self.process = subprocess.Popen(
            [binary, '--port', '0', '--unixsocket', self.path, '--dir', self.directory, '--save', '', '--appendonly', 'no',
             '--logfile', os.path.join(self.directory, 'log'), *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)

    def client(self, seconds=600):
        end = time.monotonic() + seconds
        while True:
            try:
                client = Client(self.path)
                client.ask('PING')
                return client
            except (OSError, RuntimeError) as problem:
                if self.process.poll() is not None or time.monotonic() > end:
                    with open(os.path.join(self.directory, 'log')) as log:
                        raise RuntimeError('the server did not come up: %s\n%s' % (problem, log.read()[-2000:]))
                time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)


def send(path, shape, first, count):
    """One worker: units first, first + WORKERS, ... straight into a socket, replies switched off."""
    client, make = Client(path), strings_unit if shape == 'strings' else mixed_unit
    client.socket.sendall(command('CLIENT', 'REPLY', 'OFF'))
    pools = Pools(7000 + first)
    for unit in range(first, count, WORKERS):
        client.socket.sendall(make(pools, unit))
    client.socket.sendall(command('CLIENT', 'REPLY', 'ON'))
    client.reply()


def generate(shape, size, path, say=lambda text: None):
    """Writes about `size` bytes of `shape` to `path`, by way of a temporary file beside it."""
    began = time.monotonic()
    units = max(1, round(size / BYTES_PER_UNIT[shape]))
    with Server(options=('--rdbcompression', 'no' if shape == 'uncompressed' else 'yes', '--enable-debug-command', 'yes')) as server:
        client = server.client()
        workers = [multiprocessing.Process(target=send, args=(server.path, shape, first, units)) for first in range(min(WORKERS, units))]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
            if worker.exitcode != 0:
                raise RuntimeError('a generator of %s failed' % shape)
        errors = [line for line in client.ask('INFO', 'errorstats').decode().splitlines() if line.startswith('errorstat')]
        if errors:
            raise RuntimeError('the server refused some commands: %s' % errors)
        keys = int(client.ask('DBSIZE'))
        client.ask('SAVE')
        temporary = '%s.%d.part' % (path, os.getpid())
        shutil.move(os.path.join(server.directory, 'dump.rdb'), temporary)
        os.replace(temporary, path)
    say('%s: %d MB, %d keys, made in %.0f s' % (path, os.path.getsize(path) // 10**6, keys, time.monotonic() - began))


def multiply(source, size, path, say=lambda text: None):
    """A file too large for a server here: the keys of `source` in as many databases as it takes, at most 16; no checksum."""
    began = time.monotonic()
    temporary = '%s.%d.part' % (path, os.getpid())
    with open(source, 'rb') as file, open(temporary, 'wb') as out:
        head = file.read(1 << 16)
        start = 9
        while head[start] == 0xFA:  # auxiliary fields: two strings, all of them short
            start += 1
            for _ in range(2):
                first = head[start]
                start += {0xC0: 2, 0xC1: 3, 0xC2: 5}.get(first, 1 + first)
        if head[start:start + 2] != b'\xfe\x00':
            raise RuntimeError('%s does not begin with database 0' % source)
        out.write(head[:start])
        body = os.path.getsize(source) - 9 - start  # without the end opcode and the checksum
        for database in range(min(16, max(1, round(size / body)))):
            out.write(bytes([0xFE, database]))
            file.seek(start + 2)
            left = body - 2
            while left:
                block = file.read(min(left, 1 << 24))
                out.write(block)
                left -= len(block)
        out.write(b'\xff' + bytes(8))
    os.replace(temporary, path)
    say('%s: %d MB, made in %.0f s' % (path, os.path.getsize(path) // 10**6, time.monotonic() - began))


def dataset(shape, size_text, directory, say=lambda text: None):
    """The path of a data set, made when it is not there yet."""
    os.makedirs(directory, exist_ok=True)
    if shape == 'aof':
        path = os.path.join(directory, 'aof-%s.aof' % size_text)
        if not os.path.exists(path):
            write_aof(parse_size(size_text), path, say)
        return path
    if shape.endswith('-wounded'):
        sound = dataset(shape.removesuffix('-wounded'), size_text, directory, say)
        path = os.path.join(directory, '%s-%s.rdb' % (shape, size_text))
        if not os.path.exists(path):
            wound(sound, path)
        return path
    path = os.path.join(directory, '%s-%s.rdb' % (shape, size_text))
    if not os.path.exists(path) and parse_size(size_text) > 2 * 10**9:
        multiply(dataset(shape, '1GB', directory, say), parse_size(size_text), path, say)
    if not os.path.exists(path):
        say('making %s with redis-server ...' % path)
        generate(shape, parse_size(size_text), path, say)
    return path


if __name__ == '__main__':
    if len(sys.argv) < 3 or sys.argv[1].removesuffix('-wounded') not in SHAPES + ('aof',):
        sys.exit('usage: Scripts/benchdata.py %s|aof SIZE [DIRECTORY]' % '|'.join(SHAPES))
    dataset(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else '.build-bench-data', print)
