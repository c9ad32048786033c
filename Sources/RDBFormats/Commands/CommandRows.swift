// table: Commands of the servers themselves, written by Scripts/command-table.py from what servers answer to COMMAND.
// Do not edit; change the script and run it. CommandRow.swift explains the columns.

extension CommandRows {
  static let core: StaticString = #"""
    ACL; -2; container; slow; -; r6.0 v7.2; server; -
    APPEND; 3; denyoom fast write; fast string write; 1:0,1,0:U; r2.0 v7.2; string; -
    ARCOUNT; -1; readonly; read slow; 1:0,1,0:R; r8.8; array; -
    ARDEL; -1; write denyoom; write slow; 1:0,1,0:U; r8.8; array; -
    ARDELRANGE; -1; write denyoom; write slow; 1:0,1,0:U; r8.8; array; -
    ARGET; -1; readonly; read slow; 1:0,1,0:R; r8.8; array; -
    ARGETRANGE; -1; readonly; read slow; 1:0,1,0:R; r8.8; array; -
    ARGREP; -1; readonly; read slow; 1:0,1,0:R; r8.8; array; -
    ARINFO; -1; readonly; read slow; 1:0,1,0:R; r8.8; array; -
    ARINSERT; -1; write denyoom; write slow; 1:0,1,0:U; r8.8; array; -
    ARLASTITEMS; -1; readonly; read slow; 1:0,1,0:R; r8.8; array; -
    ARLEN; -1; readonly; read slow; 1:0,1,0:R; r8.8; array; -
    ARMGET; -1; readonly; read slow; 1:0,1,0:R; r8.8; array; -
    ARMSET; -1; write denyoom; write slow; 1:0,1,0:U; r8.8; array; -
    ARNEXT; -1; readonly; read slow; 1:0,1,0:R; r8.8; array; -
    AROP; -1; write denyoom; write slow; 1:0,1,0:U; r8.8; array; -
    ARRING; -1; write denyoom; write slow; 1:0,1,0:U; r8.8; array; -
    ARSCAN; -1; readonly; read slow; 1:0,1,0:R; r8.8; array; -
    ARSEEK; -1; write denyoom; write slow; 1:0,1,0:U; r8.8; array; -
    ARSET; -1; write denyoom; write slow; 1:0,1,0:U; r8.8; array; -
    ASKING; 1; fast; connection fast; -; r3.0 v7.2; cluster; -
    AUTH; -2,2<6.0; allow_busy fast loading no_auth noscript stale; connection fast; -; r1.0 v7.2; connection; -
    BACKUP; -2; admin noscript no_async_loading; admin slow dangerous; -; r8.10; server; -
    BGREWRITEAOF; 1; admin no_async_loading noscript; admin dangerous slow; -; r1.0 v7.2; server; -
    BGSAVE; -1; admin no_async_loading noscript; admin dangerous slow; -; r1.0 v7.2; server; -
    BITCOUNT; -2; readonly; bitmap read slow; 1:0,1,0:R; r2.6 v7.2; string; -
    BITFIELD; -2; denyoom write; bitmap slow write; 1:0,1,0:U; r3.2 v7.2; string; _ !bitfield
    BITFIELD_RO; -2; fast readonly; bitmap fast read; 1:0,1,0:R; r6.0 v7.2; string; -
    BITOP; -4; denyoom write; bitmap slow write; 2:0,1,0:W 3:-1,1,0:R; r2.6 v7.2; string; AND|OR|XOR|NOT|DIFF@r8.2|DIFF1@r8.2|ANDOR@r8.2|ONE@r8.2 _ _* !bitop
    BITPOS; -3; readonly; bitmap read slow; 1:0,1,0:R; r2.8 v7.2; string; -
    BLMOVE; 6; blocking denyoom write; blocking list slow write; 1:0,1,0:Ud 2:0,1,0:U; r6.2 v7.2; list; _ _ LEFT|RIGHT LEFT|RIGHT timeout
    BLMOVEM; -1; write denyoom noscript blocking; write list slow blocking; 1:0,1,0:Ud 2:0,1,0:U; r8.10; list; -
    BLMPOP; -5; blocking write; blocking list slow write; 2:n0,1,1:Ud; r7.0 v7.2; list; timeout #_ LEFT|RIGHT {COUNT=count>0/1}
    BLPOP; -3; blocking write; blocking list slow write; 1:-2,1,0:Ud; r2.0 v7.2; list; _* timeout
    BRPOP; -3; blocking write; blocking list slow write; 1:-2,1,0:Ud; r2.0 v7.2; list; _* timeout
    BRPOPLPUSH; 4; blocking denyoom write; blocking list slow write; 1:0,1,0:Ud 2:0,1,0:U; r2.2 v7.2; list; _ _ timeout
    BZMPOP; -5; blocking write; blocking slow sortedset write; 2:n0,1,1:Ud; r7.0 v7.2; zset; timeout #_ MIN|MAX {COUNT=count>0/1}
    BZPOPMAX; -3; blocking fast write; blocking fast sortedset write; 1:-2,1,0:Ud; r5.0 v7.2; zset; _* timeout
    BZPOPMIN; -3; blocking fast write; blocking fast sortedset write; 1:-2,1,0:Ud; r5.0 v7.2; zset; _* timeout
    CLIENT; -2; container; slow; -; r2.4 v7.2; connection; -
    CLUSTER; -2; container; slow; -; r3.0 v7.2; cluster; -
    CLUSTERSCAN; -2; readonly; keyspace read slow; -; v9.1; cluster; -
    COMMAND; -1; loading stale container; connection slow; -; r2.8 v7.2; server; -
    COMMANDLOG; -2; container; slow; -; v8.1; server; -
    CONFIG; -2; container; slow; -; r2.0 v7.2; server; -
    COPY; -3; denyoom write; keyspace slow write; 1:0,1,0:R 2:0,1,0:W; r6.2 v7.2; key; _ _ {DB=db REPLACE} !copy
    DBSIZE; 1; fast readonly; fast keyspace read; -; r1.0 v7.2; server; -
    DEBUG; -2; admin loading noscript stale; admin dangerous slow; -; r1.0 v7.2; server; -
    DECR; 2; denyoom fast write; fast string write; 1:0,1,0:U; r1.0 v7.2; string; -
    DECRBY; 3; denyoom fast write; fast string write; 1:0,1,0:U; r1.0 v7.2; string; _ decrement
    DEL; -2; write; keyspace slow write; 1:-1,1,0:Ud; r1.0 v7.2; delete; -
    DELEX; -2; write fast; write string fast; 1:0,1,0:Ud; r8.4; delete; _ {IFEQ=_/c IFNE=_/c IFDEQ=_/c IFDNE=_/c}
    DELIFEQ; 3; fast write; fast string write; 1:0,1,0:Ud; v9.0; delete; -
    DIGEST; 2; readonly fast; read string fast; 1:0,1,0:R; r8.4; string; -
    DISCARD; 1; allow_busy fast loading noscript stale; fast transaction; -; r2.0 v7.2; transaction; -
    DUMP; 2; readonly; keyspace read slow; 1:0,1,0:R; r2.6 v7.2; key; -
    ECHO; 2; fast loading stale; connection fast; -; r1.0 v7.2; connection; -
    EVAL; -3; no_mandatory_keys noscript skip_monitor stale; scripting slow; 2:n0,1,1:U; r2.6 v7.2; script; _ #0_ _*
    EVALSHA; -3; no_mandatory_keys noscript skip_monitor stale; scripting slow; 2:n0,1,1:U; r2.6 v7.2; script; _ #0_ _*
    EVALSHA_RO; -3; no_mandatory_keys noscript readonly skip_monitor stale; scripting slow; 2:n0,1,1:R; r7.0 v7.2; script; _ #0_ _*
    EVAL_RO; -3; no_mandatory_keys noscript readonly skip_monitor stale; scripting slow; 2:n0,1,1:R; r7.0 v7.2; script; _ #0_ _*
    EXEC; 1; loading noscript skip_slowlog stale; slow transaction; -; r1.2 v7.2; transaction; -
    EXISTS; -2; fast readonly; fast keyspace read; 1:-1,1,0:R; r1.0 v7.2; key; -
    EXPIRE; -3,3<7.0; fast write; fast keyspace write; 1:0,1,0:U; r1.0 v7.2; expire; _ ttl-s {NX/ab XX/a GT/b LT/b}
    EXPIREAT; -3,3<7.0; fast write; fast keyspace write; 1:0,1,0:U; r1.2 v7.2; expire; _ at-s {NX/ab XX/a GT/b LT/b}
    EXPIRETIME; 2; fast readonly; fast keyspace read; 1:0,1,0:R; r7.0 v7.2; key; -
    FAILOVER; -1; admin noscript stale; admin dangerous slow; -; r6.2 v7.2; server; -
    FCALL; -3; no_mandatory_keys noscript skip_monitor stale; scripting slow; 2:n0,1,1:U; r7.0 v7.2; function; _ #0_ _*
    FCALL_RO; -3; no_mandatory_keys noscript readonly skip_monitor stale; scripting slow; 2:n0,1,1:R; r7.0 v7.2; function; _ #0_ _*
    FLUSHALL; -1,1<4.0; write; dangerous keyspace slow write; -; r1.0 v7.2; flush; ?ASYNC|SYNC@r6.2v7.2
    FLUSHDB; -1,1<4.0; write; dangerous keyspace slow write; -; r1.0 v7.2; flush; ?ASYNC|SYNC@r6.2v7.2
    FUNCTION; -2; container; slow; -; r7.0 v7.2; function; -
    GEOADD; -5; denyoom write; geo slow write; 1:0,1,0:U; r3.2 v7.2; zset; _ {NX/a@r6.2v7.2 XX/a@r6.2v7.2 CH@r6.2v7.2} (longitude latitude _)+
    GEODIST; -4; readonly; geo read slow; 1:0,1,0:R; r3.2 v7.2; zset; -
    GEOHASH; -2; readonly; geo read slow; 1:0,1,0:R; r3.2 v7.2; zset; -
    GEOPOS; -2; readonly; geo read slow; 1:0,1,0:R; r3.2 v7.2; zset; -
    GEORADIUS; -6; denyoom write; geo slow write; 1:0,1,0:R STORE@6:0,1,0:W STOREDIST@6:0,1,0:W; r3.2 v7.2; zset; _ longitude latitude radius M|KM|FT|MI {WITHDIST WITHHASH WITHCOORD ASC DESC COUNT=int>0 ANY@r6.2v7.2 STORE=_ STOREDIST=_} !georadius
    GEORADIUSBYMEMBER; -5; denyoom write; geo slow write; 1:0,1,0:R STORE@5:0,1,0:W STOREDIST@5:0,1,0:W; r3.2 v7.2; zset; _ _ radius M|KM|FT|MI {WITHDIST WITHHASH WITHCOORD ASC DESC COUNT=int>0 ANY@r6.2v7.2 STORE=_ STOREDIST=_} !georadius
    GEORADIUSBYMEMBER_RO; -5; readonly; geo read slow; 1:0,1,0:R; r3.2 v7.2; zset; -
    GEORADIUS_RO; -6; readonly; geo read slow; 1:0,1,0:R; r3.2 v7.2; zset; -
    GEOSEARCH; -7; readonly; geo read slow; 1:0,1,0:R; r6.2 v7.2; zset; -
    GEOSEARCHSTORE; -8; denyoom write; geo slow write; 1:0,1,0:W 2:0,1,0:R; r6.2 v7.2; zset; _ _ {FROMMEMBER=_/f FROMLONLAT=longitude,latitude/f BYRADIUS=radius,unit/b BYBOX=radius,radius,unit/b ASC DESC COUNT=int>0 ANY STOREDIST} !geosearchstore
    GET; 2; fast readonly; fast read string; 1:0,1,0:R; r1.0 v7.2; string; -
    GETBIT; 3; fast readonly; bitmap fast read; 1:0,1,0:R; r2.2 v7.2; string; -
    GETDEL; 2; fast write; fast string write; 1:0,1,0:Ud; r6.2 v7.2; delete; -
    GETEX; -2; fast write; fast string write; 1:0,1,0:U; r6.2 v7.2; string; _ {PERSIST/e EX=ttl>0s/e PX=ttl>0ms/e EXAT=at>0s/e@r6.2v7.2 PXAT=at>0ms/e@r6.2v7.2}
    GETRANGE; 4; readonly; read slow string; 1:0,1,0:R; r2.4 v7.2; string; -
    GETSET; 3; denyoom fast write; fast string write; 1:0,1,0:U; r1.0 v7.2; string; -
    HDEL; -3; fast write; fast hash write; 1:0,1,0:Ud; r2.0 v7.2; hash; -
    HELLO; -1; allow_busy fast loading no_auth noscript stale; connection fast; -; r6.0 v7.2; connection; -
    HEXISTS; 3; fast readonly; fast hash read; 1:0,1,0:R; r2.0 v7.2; hash; -
    HEXPIRE; -6; fast write; fast hash write; 1:0,1,0:U; r7.4 v9.0; expire; _ fttl-s {NX/r@r7.4 XX/r@r7.4 GT/r@r7.4 LT/r@r7.4 NX/ab@v9.0 XX/a@v9.0 GT/b@v9.0 LT/b@v9.0} FIELDS #_
    HEXPIREAT; -6; fast write; fast hash write; 1:0,1,0:U; r7.4 v9.0; expire; _ fat-s {NX/r@r7.4 XX/r@r7.4 GT/r@r7.4 LT/r@r7.4 NX/ab@v9.0 XX/a@v9.0 GT/b@v9.0 LT/b@v9.0} FIELDS #_
    HEXPIRETIME; -5; fast readonly; fast hash read; 1:0,1,0:R; r7.4 v9.0; hash; -
    HGET; 3; fast readonly; fast hash read; 1:0,1,0:R; r2.0 v7.2; hash; -
    HGETALL; 2; readonly; hash read slow; 1:0,1,0:R; r2.0 v7.2; hash; -
    HGETDEL; -5; fast write; fast hash write; 1:0,1,0:Ud; r8.0 v9.1; hash; _ FIELDS #_
    HGETEX; -5; fast write; fast hash write; 1:0,1,0:U; r8.0 v9.0; hash; _ {PERSIST/e EX=fttl-s/e PX=fttl-ms/e EXAT=fat-s/e PXAT=fat-ms/e} FIELDS #_
    HIMPORT; -2; write denyoom; write hash slow; 2:0,1,0:U; r8.10; hash; -
    HINCRBY; 4; denyoom fast write; fast hash write; 1:0,1,0:U; r2.0 v7.2; hash; _ _ int
    HINCRBYFLOAT; 4; denyoom fast write; fast hash write; 1:0,1,0:U; r2.6 v7.2; hash; _ _ longdouble
    HKEYS; 2; readonly; hash read slow; 1:0,1,0:R; r2.0 v7.2; hash; -
    HLEN; 2; fast readonly; fast hash read; 1:0,1,0:R; r2.0 v7.2; hash; -
    HMGET; -3; fast readonly; fast hash read; 1:0,1,0:R; r2.0 v7.2; hash; -
    HMSET; -4; denyoom fast write; fast hash write; 1:0,1,0:U; r2.0 v7.2; hash; _ (_ _)*
    HOTKEYS; -2; admin; admin slow dangerous; -; r8.6; server; -
    HPERSIST; -5; fast write; fast hash write; 1:0,1,0:U; r7.4 v9.0; expire; _ FIELDS #_
    HPEXPIRE; -6; fast write; fast hash write; 1:0,1,0:U; r7.4 v9.0; expire; _ fttl-ms {NX/r@r7.4 XX/r@r7.4 GT/r@r7.4 LT/r@r7.4 NX/ab@v9.0 XX/a@v9.0 GT/b@v9.0 LT/b@v9.0} FIELDS #_
    HPEXPIREAT; -6; fast write; fast hash write; 1:0,1,0:U; r7.4 v9.0; expire; _ fat-ms {NX/r@r7.4 XX/r@r7.4 GT/r@r7.4 LT/r@r7.4 NX/ab@v9.0 XX/a@v9.0 GT/b@v9.0 LT/b@v9.0} FIELDS #_
    HPEXPIRETIME; -5; fast readonly; fast hash read; 1:0,1,0:R; r7.4 v9.0; hash; -
    HPTTL; -5; fast readonly; fast hash read; 1:0,1,0:R; r7.4 v9.0; hash; -
    HRANDFIELD; -2; readonly; hash read slow; 1:0,1,0:R; r6.2 v7.2; hash; -
    HSCAN; -3; readonly; hash read slow; 1:0,1,0:R; r2.8 v7.2; hash; -
    HSET; -4,4<4.0; denyoom fast write; fast hash write; 1:0,1,0:U; r2.0 v7.2; hash; _ (_ _)*
    HSETEX; -6; denyoom fast write; fast hash write; 1:0,1,0:U; r8.0 v9.0; hash; _ {NX/n@v9.1 XX/n@v9.1 FNX/f FXX/f KEEPTTL/e EX=fttl-s/e PX=fttl-ms/e EXAT=fat-s/e PXAT=fat-ms/e} FIELDS #(_ _)
    HSETNX; 4; denyoom fast write; fast hash write; 1:0,1,0:U; r2.0 v7.2; hash; -
    HSTRLEN; 3; fast readonly; fast hash read; 1:0,1,0:R; r3.2 v7.2; hash; -
    HTTL; -5; fast readonly; fast hash read; 1:0,1,0:R; r7.4 v9.0; hash; -
    HVALS; 2; readonly; hash read slow; 1:0,1,0:R; r2.0 v7.2; hash; -
    INCR; 2; denyoom fast write; fast string write; 1:0,1,0:U; r1.0 v7.2; string; -
    INCRBY; 3; denyoom fast write; fast string write; 1:0,1,0:U; r1.0 v7.2; string; _ int
    INCRBYFLOAT; 3; denyoom fast write; fast string write; 1:0,1,0:U; r2.6 v7.2; string; _ longdouble
    INCREX; -1; write denyoom fast; write string fast; 1:0,1,0:U; r8.8; string; -
    INFO; -1; loading stale; dangerous slow; -; r1.0 v7.2; server; -
    KEYS; 2; readonly; dangerous keyspace read slow; -; r1.0 v7.2; key; -
    LASTSAVE; 1; fast loading stale; admin dangerous fast; -; r1.0 v7.2; server; -
    LATENCY; -2; container; slow; -; r2.8 v7.2; server; -
    LCS; -3; readonly; read slow string; 1:1,1,0:R; r7.0 v7.2; string; -
    LINDEX; 3; readonly; list read slow; 1:0,1,0:R; r1.0 v7.2; list; -
    LINSERT; 5; denyoom write; list slow write; 1:0,1,0:U; r2.2 v7.2; list; _ BEFORE|AFTER _ _
    LLEN; 2; fast readonly; fast list read; 1:0,1,0:R; r1.0 v7.2; list; -
    LMOVE; 5; denyoom write; list slow write; 1:0,1,0:Ud 2:0,1,0:U; r6.2 v7.2; list; _ _ LEFT|RIGHT LEFT|RIGHT
    LMOVEM; -1; write denyoom; write list slow; 1:0,1,0:Ud 2:0,1,0:U; r8.10; list; -
    LMPOP; -4; write; list slow write; 1:n0,1,1:Ud; r7.0 v7.2; list; #_ LEFT|RIGHT {COUNT=count>0/1}
    LOLWUT; -1; fast readonly; fast read; -; r5.0 v7.2; server; -
    LPOP; -2,2<6.2; fast write; fast list write; 1:0,1,0:Ud; r1.0 v7.2; list; _ ?uint
    LPOS; -3; readonly; list read slow; 1:0,1,0:R; r6.0 v7.2; list; -
    LPUSH; -3; denyoom fast write; fast list write; 1:0,1,0:U; r1.0 v7.2; list; -
    LPUSHX; -3; denyoom fast write; fast list write; 1:0,1,0:U; r2.2 v7.2; list; -
    LRANGE; 4; readonly; list read slow; 1:0,1,0:R; r1.0 v7.2; list; -
    LREM; 4; write; list slow write; 1:0,1,0:Ud; r1.0 v7.2; list; _ lremcount _
    LSET; 4; denyoom write; list slow write; 1:0,1,0:U; r1.0 v7.2; list; _ int _
    LTRIM; 4; write; list slow write; 1:0,1,0:Ud; r1.0 v7.2; list; _ int int
    MEMORY; -2; container; slow; -; r4.0 v7.2; server; -
    MGET; -2; fast readonly; fast read string; 1:-1,1,0:R; r1.0 v7.2; string; -
    MIGRATE; -6; write; dangerous keyspace slow write; 3:0,1,0:Ud KEYS@6:-1,1,0:Ud; r2.6 v7.2; key; -
    MODULE; -2; container; slow; -; r4.0 v7.2; server; -
    MONITOR; 1; admin loading noscript stale; admin dangerous slow; -; r1.0 v7.2; server; -
    MOVE; 3; fast write; fast keyspace write; 1:0,1,0:U; r1.0 v7.2; key; _ db
    MSET; -3; denyoom write; slow string write; 1:-1,2,0:W; r1.0 v7.2; string; (_ _)*
    MSETEX; -4; denyoom write; slow string write; 1:n0,1,2:W; r8.4 v9.1; string; #(_ _) {NX/c XX/c KEEPTTL/e EX=ttl>0s/e PX=ttl>0ms/e EXAT=at>0s/e@r6.2v7.2 PXAT=at>0ms/e@r6.2v7.2}
    MSETNX; -3; denyoom write; slow string write; 1:-1,2,0:W; r1.0 v7.2; string; (_ _)*
    MULTI; 1; allow_busy fast loading noscript stale; fast transaction; -; r1.2 v7.2; transaction; -
    OBJECT; -2; container; slow; -; r2.2 v7.2; key; -
    PERSIST; 2; fast write; fast keyspace write; 1:0,1,0:U; r2.2 v7.2; expire; -
    PEXPIRE; -3,3<7.0; fast write; fast keyspace write; 1:0,1,0:U; r2.6 v7.2; expire; _ ttl-ms {NX/ab XX/a GT/b LT/b}
    PEXPIREAT; -3,3<7.0; fast write; fast keyspace write; 1:0,1,0:U; r2.6 v7.2; expire; _ at-ms {NX/ab XX/a GT/b LT/b}
    PEXPIRETIME; 2; fast readonly; fast keyspace read; 1:0,1,0:R; r7.0 v7.2; key; -
    PFADD; -2; denyoom fast write; fast hyperloglog write; 1:0,1,0:U; r2.8 v7.2; string; -
    PFCOUNT; -2; readonly; hyperloglog read slow; 1:-1,1,0:U; r2.8 v7.2; string; -
    PFDEBUG; 3,-3<7.0; admin denyoom write; admin dangerous hyperloglog slow write; 2:0,1,0:U; r2.8 v7.2; string; -
    PFMERGE; -2; denyoom write; hyperloglog slow write; 1:0,1,0:U 2:-1,1,0:R; r2.8 v7.2; string; -
    PFSELFTEST; 1; admin; admin dangerous hyperloglog slow; -; r2.8 v7.2; server; -
    PING; -1; fast; connection fast; -; r1.0 v7.2; connection; -
    PSETEX; 4; denyoom write; slow string write; 1:0,1,0:W; r2.6 v7.2; string; _ ttl>0ms _
    PSUBSCRIBE; -2; loading noscript pubsub stale; pubsub slow; -; r2.0 v7.2; pubsub; -
    PSYNC; -3; admin no_async_loading no_multi noscript; admin dangerous slow; -; r2.8 v7.2; server; -
    PTTL; 2; fast readonly; fast keyspace read; 1:0,1,0:R; r2.6 v7.2; key; -
    PUBLISH; 3; fast loading pubsub stale; fast pubsub; -; r2.0 v7.2; pubsub; -
    PUBSUB; -2; container; slow; -; r2.8 v7.2; pubsub; -
    PUNSUBSCRIBE; -1; loading noscript pubsub stale; pubsub slow; -; r2.0 v7.2; pubsub; -
    QUIT; -1; allow_busy fast loading no_auth noscript stale; connection fast; -; r7.0 v7.2; connection; -
    RANDOMKEY; 1; readonly; keyspace read slow; -; r1.0 v7.2; key; -
    READONLY; 1; fast loading stale; connection fast; -; r3.0 v7.2; cluster; -
    READWRITE; 1; fast loading stale; connection fast; -; r3.0 v7.2; cluster; -
    RENAME; 3; write; keyspace slow write; 1:0,1,0:Ud 2:0,1,0:W; r1.0 v7.2; key; -
    RENAMENX; 3; fast write; fast keyspace write; 1:0,1,0:Ud 2:0,1,0:W; r1.0 v7.2; key; -
    REPLCONF; -1; admin allow_busy loading noscript stale; admin dangerous slow; -; r3.0 v7.2; server; -
    REPLICAOF; 3; admin no_async_loading noscript stale; admin dangerous slow; -; r5.0 v7.2; server; -
    RESET; 1; allow_busy fast loading no_auth noscript stale; connection fast; -; r6.2 v7.2; connection; -
    RESTORE; -4; denyoom write; dangerous keyspace slow write; 1:0,1,0:W; r2.6 v7.2; key; _ ttl>=0 _ {REPLACE ABSTTL@r5.0v7.2 IDLETIME=ttl>=0/g@r5.0v7.2 FREQ=freq/g@r5.0v7.2} !restore
    RESTORE-ASKING; -4; asking denyoom write; dangerous keyspace slow write; 1:0,1,0:W; r3.0 v7.2; key; _ ttl>=0 _ {REPLACE ABSTTL@r5.0v7.2 IDLETIME=ttl>=0/g@r5.0v7.2 FREQ=freq/g@r5.0v7.2} !restore
    ROLE; 1; fast loading noscript stale; admin dangerous fast; -; r2.8 v7.2; server; -
    RPOP; -2,2<6.2; fast write; fast list write; 1:0,1,0:Ud; r1.0 v7.2; list; _ ?uint
    RPOPLPUSH; 3; denyoom write; list slow write; 1:0,1,0:Ud 2:0,1,0:U; r1.2 v7.2; list; -
    RPUSH; -3; denyoom fast write; fast list write; 1:0,1,0:U; r1.0 v7.2; list; -
    RPUSHX; -3; denyoom fast write; fast list write; 1:0,1,0:U; r2.2 v7.2; list; -
    SADD; -3; denyoom fast write; fast set write; 1:0,1,0:U; r1.0 v7.2; set; -
    SAVE; 1; admin no_async_loading no_multi noscript; admin dangerous slow; -; r1.0 v7.2; server; -
    SCAN; -2; readonly; keyspace read slow; -; r2.8 v7.2; key; -
    SCARD; 2; fast readonly; fast read set; 1:0,1,0:R; r1.0 v7.2; set; -
    SCRIPT; -2; container; slow; -; r2.6 v7.2; script; -
    SDIFF; -2; readonly; read set slow; 1:-1,1,0:R; r1.0 v7.2; set; -
    SDIFFSTORE; -3; denyoom write; set slow write; 1:0,1,0:W 2:-1,1,0:R; r1.0 v7.2; set; -
    SELECT; 2; fast loading stale; connection fast; -; r1.0 v7.2; select; db
    SET; -3; denyoom write; slow string write; 1:0,1,0:U; r1.0 v7.2; string; _ _ {NX/c XX/c IFEQ=_/c@r8.4v8.1 IFNE=_/c@r8.4 IFDEQ=_/c@r8.4 IFDNE=_/c@r8.4 GET@r6.2v7.2 KEEPTTL/e@r6.0v7.2 EX=ttl>0s/e PX=ttl>0ms/e EXAT=at>0s/e@r6.2v7.2 PXAT=at>0ms/e@r6.2v7.2} !set
    SETBIT; 4; denyoom write; bitmap slow write; 1:0,1,0:U; r2.2 v7.2; string; _ bitoffset bit
    SETEX; 4; denyoom write; slow string write; 1:0,1,0:W; r2.0 v7.2; string; _ ttl>0s _
    SETNX; 3; denyoom fast write; fast string write; 1:0,1,0:W; r1.0 v7.2; string; -
    SETRANGE; 4; denyoom write; slow string write; 1:0,1,0:U; r2.2 v7.2; string; _ offset _ !setrange
    SHUTDOWN; -1; admin allow_busy loading no_multi noscript stale; admin dangerous slow; -; r1.0 v7.2; server; -
    SINTER; -2; readonly; read set slow; 1:-1,1,0:R; r1.0 v7.2; set; -
    SINTERCARD; -3; readonly; read set slow; 1:n0,1,1:R; r7.0 v7.2; set; -
    SINTERSTORE; -3; denyoom write; set slow write; 1:0,1,0:W 2:-1,1,0:R; r1.0 v7.2; set; -
    SISMEMBER; 3; fast readonly; fast read set; 1:0,1,0:R; r1.0 v7.2; set; -
    SLAVEOF; 3; admin no_async_loading noscript stale; admin dangerous slow; -; r1.0 v7.2; server; -
    SLOWLOG; -2; container; slow; -; r2.2 v7.2; server; -
    SMEMBERS; 2; readonly; read set slow; 1:0,1,0:R; r1.0 v7.2; set; -
    SMISMEMBER; -3; fast readonly; fast read set; 1:0,1,0:R; r6.2 v7.2; set; -
    SMOVE; 4; fast write; fast set write; 1:0,1,0:Ud 2:0,1,0:U; r1.0 v7.2; set; -
    SORT; -2; denyoom write; dangerous list set slow sortedset write; 1:0,1,0:R STORE@2:0,1,0:W; r1.0 v7.2; key; _ {ASC DESC ALPHA LIMIT=int,int BY=_ GET=_ STORE=_}
    SORT_RO; -2; readonly; dangerous list read set slow sortedset; 1:0,1,0:R; r7.0 v7.2; key; _ {ASC DESC ALPHA LIMIT=int,int BY=_ GET=_}
    SPOP; -2,2<3.2; fast write; fast set write; 1:0,1,0:Ud; r1.0 v7.2; set; _ ?uint
    SPUBLISH; 3; fast loading pubsub stale; fast pubsub; -; r7.0 v7.2; pubsub; -
    SRANDMEMBER; -2; readonly; read set slow; 1:0,1,0:R; r1.0 v7.2; set; -
    SREM; -3; fast write; fast set write; 1:0,1,0:Ud; r1.0 v7.2; set; -
    SSCAN; -3; readonly; read set slow; 1:0,1,0:R; r2.8 v7.2; set; -
    SSUBSCRIBE; -2; loading noscript pubsub stale; pubsub slow; -; r7.0 v7.2; pubsub; -
    STRALGO; -2; readonly; read slow string; -; r1.0 -r7.0; string; -
    STRLEN; 2; fast readonly; fast read string; 1:0,1,0:R; r2.2 v7.2; string; -
    SUBSCRIBE; -2; loading noscript pubsub stale; pubsub slow; -; r2.0 v7.2; pubsub; -
    SUBSTR; 4; readonly; read slow string; 1:0,1,0:R; r1.0 v7.2; string; -
    SUNION; -2; readonly; read set slow; 1:-1,1,0:R; r1.0 v7.2; set; -
    SUNIONSTORE; -3; denyoom write; set slow write; 1:0,1,0:W 2:-1,1,0:R; r1.0 v7.2; set; -
    SUNSUBSCRIBE; -1; loading noscript pubsub stale; pubsub slow; -; r7.0 v7.2; pubsub; -
    SWAPDB; 3; fast write; dangerous fast keyspace write; -; r4.0 v7.2; flush; db db
    SYNC; 1; admin no_async_loading no_multi noscript; admin dangerous slow; -; r1.0 v7.2; server; -
    TIME; 1; fast loading stale; fast; -; r2.6 v7.2; server; -
    TOUCH; -2; fast readonly; fast keyspace read; 1:-1,1,0:R; r3.2 v7.2; key; -
    TTL; 2; fast readonly; fast keyspace read; 1:0,1,0:R; r1.0 v7.2; key; -
    TYPE; 2; fast readonly; fast keyspace read; 1:0,1,0:R; r1.0 v7.2; key; -
    UNLINK; -2; fast write; fast keyspace write; 1:-1,1,0:Ud; r4.0 v7.2; delete; -
    UNSUBSCRIBE; -1; loading noscript pubsub stale; pubsub slow; -; r2.0 v7.2; pubsub; -
    UNWATCH; 1; allow_busy fast loading noscript stale; fast transaction; -; r2.2 v7.2; transaction; -
    WAIT; 3; blocking; blocking connection slow; -; r3.0 v7.2; key; -
    WAITAOF; 4; blocking; blocking connection slow; -; r7.2 v7.2; key; -
    WATCH; -2; allow_busy fast loading noscript stale; fast transaction; 1:-1,1,0:R; r2.2 v7.2; transaction; -
    XACK; -4; fast write; fast stream write; 1:0,1,0:U; r5.0 v7.2; stream; _ _ id*
    XACKDEL; -6; fast write; fast stream write; 1:0,1,0:Ud; r8.2; stream; _ _ {KEEPREF/r@r8.2 DELREF/r@r8.2 ACKED/r@r8.2 IDS=#id}
    XADD; -5; denyoom fast write; fast stream write; 1:0,1,0:U; r5.0 v7.2; stream; _ {NOMKSTREAM@r6.2v7.2 IDMP=_,_@r8.6 IDMPAUTO=_@r8.6 MAXLEN=trim/t1 MINID=trimid/t1@r6.2v7.2 LIMIT=ttl>=0@r6.2v7.2 KEEPREF/r@r8.2 DELREF/r@r8.2 ACKED/r@r8.2} xaddid (_ _)+ !trim
    XAUTOCLAIM; -6; fast write; fast stream write; 1:0,1,0:Ud; r6.2 v7.2; stream; _ _ _ int startid {COUNT=claimcount JUSTID}
    XCFGSET; -1; write fast; write stream fast; 1:0,1,0:U; r8.6; stream; -
    XCLAIM; -6; fast write; fast stream write; 1:0,1,0:U; r5.0 v7.2; stream; _ _ _ int id~ {IDLE=int TIME=int RETRYCOUNT=int FORCE JUSTID LASTID=id}
    XDEL; -3; fast write; fast stream write; 1:0,1,0:Ud; r5.0 v7.2; stream; _ id*
    XDELEX; -5; fast write; fast stream write; 1:0,1,0:Ud; r8.2; stream; _ {KEEPREF/r@r8.2 DELREF/r@r8.2 ACKED/r@r8.2 IDS=#id}
    XGROUP; -2; container; slow; -; r5.0 v7.2; stream; -
    XIDMPRECORD; 5; write denyoom fast; write stream fast; 1:0,1,0:U; r8.6; stream; -
    XINFO; -2; container; slow; -; r5.0 v7.2; stream; -
    XLEN; 2; fast readonly; fast read stream; 1:0,1,0:R; r5.0 v7.2; stream; -
    XNACK; -1; write fast; write stream fast; 1:0,1,0:U; r8.8; stream; -
    XPENDING; -3; readonly; read slow stream; 1:0,1,0:R; r5.0 v7.2; stream; -
    XRANGE; -4; readonly; read slow stream; 1:0,1,0:R; r5.0 v7.2; stream; -
    XREAD; -4; blocking readonly; blocking read slow stream; STREAMS@1:-1,1,2:R; r5.0 v7.2; stream; -
    XREADGROUP; -7; blocking write; blocking slow stream write; STREAMS@4:-1,1,2:R; r5.0 v7.2; stream; {GROUP=_,_ COUNT=int BLOCK=ttl>=0 NOACK CLAIM=ttl>=0@r8.4} STREAMS _* !xreadgroup
    XREVRANGE; -4; readonly; read slow stream; 1:0,1,0:R; r5.0 v7.2; stream; -
    XSETID; -3,3<7.0; denyoom fast write; fast stream write; 1:0,1,0:U; r5.0 v7.2; stream; _ id {ENTRIESADDED=ttl>=0 MAXDELETEDID=id}
    XTRIM; -4; write; slow stream write; 1:0,1,0:Ud; r5.0 v7.2; stream; _ {MAXLEN=trim/t1 MINID=trimid/t1@r6.2v7.2 LIMIT=ttl>=0@r6.2v7.2 KEEPREF/r@r8.2 DELREF/r@r8.2 ACKED/r@r8.2} !xtrim
    ZADD; -4; denyoom fast write; fast sortedset write; 1:0,1,0:U; r1.2 v7.2; zset; _ {NX/ab XX/a GT/b@r6.2v7.2 LT/b@r6.2v7.2 CH INCR} (float _)+ !zadd
    ZCARD; 2; fast readonly; fast read sortedset; 1:0,1,0:R; r1.2 v7.2; zset; -
    ZCOUNT; 4; fast readonly; fast read sortedset; 1:0,1,0:R; r2.0 v7.2; zset; -
    ZDIFF; -3; readonly; read slow sortedset; 1:n0,1,1:R; r6.2 v7.2; zset; -
    ZDIFFSTORE; -4; denyoom write; slow sortedset write; 1:0,1,0:W 2:n0,1,1:R; r6.2 v7.2; zset; _ #_
    ZINCRBY; 4; denyoom fast write; fast sortedset write; 1:0,1,0:U; r1.2 v7.2; zset; _ float _
    ZINTER; -3; readonly; read slow sortedset; 1:n0,1,1:R; r6.2 v7.2; zset; -
    ZINTERCARD; -3; readonly; read slow sortedset; 1:n0,1,1:R; r7.0 v7.2; zset; -
    ZINTERSTORE; -4; denyoom write; slow sortedset write; 1:0,1,0:W 2:n0,1,1:R; r2.0 v7.2; zset; _ #_ {WEIGHTS=^float AGGREGATE=SUM|MIN|MAX|COUNT@r8.6}
    ZLEXCOUNT; 4; fast readonly; fast read sortedset; 1:0,1,0:R; r2.8 v7.2; zset; -
    ZMPOP; -4; write; slow sortedset write; 1:n0,1,1:Ud; r7.0 v7.2; zset; #_ MIN|MAX {COUNT=count>0/1}
    ZMSCORE; -3; fast readonly; fast read sortedset; 1:0,1,0:R; r6.2 v7.2; zset; -
    ZPOPMAX; -2; fast write; fast sortedset write; 1:0,1,0:Ud; r5.0 v7.2; zset; _ ?popcount
    ZPOPMIN; -2; fast write; fast sortedset write; 1:0,1,0:Ud; r5.0 v7.2; zset; _ ?popcount
    ZRANDMEMBER; -2; readonly; read slow sortedset; 1:0,1,0:R; r6.2 v7.2; zset; -
    ZRANGE; -4; readonly; read slow sortedset; 1:0,1,0:R; r1.2 v7.2; zset; -
    ZRANGEBYLEX; -4; readonly; read slow sortedset; 1:0,1,0:R; r2.8 v7.2; zset; -
    ZRANGEBYSCORE; -4; readonly; read slow sortedset; 1:0,1,0:R; r1.0 v7.2; zset; -
    ZRANGESTORE; -5; denyoom write; slow sortedset write; 1:0,1,0:W 2:0,1,0:R; r6.2 v7.2; zset; _ _ _ _ {BYSCORE/b1 BYLEX/b1 REV/1 LIMIT=int,int} !zrangestore
    ZRANK; -3,3<7.2; fast readonly; fast read sortedset; 1:0,1,0:R; r2.0 v7.2; zset; -
    ZREM; -3; fast write; fast sortedset write; 1:0,1,0:Ud; r1.2 v7.2; zset; -
    ZREMRANGEBYLEX; 4; write; slow sortedset write; 1:0,1,0:Ud; r2.8 v7.2; zset; _ lex lex
    ZREMRANGEBYRANK; 4; write; slow sortedset write; 1:0,1,0:Ud; r2.0 v7.2; zset; _ int int
    ZREMRANGEBYSCORE; 4; write; slow sortedset write; 1:0,1,0:Ud; r1.2 v7.2; zset; _ score score
    ZREVRANGE; -4; readonly; read slow sortedset; 1:0,1,0:R; r1.2 v7.2; zset; -
    ZREVRANGEBYLEX; -4; readonly; read slow sortedset; 1:0,1,0:R; r2.8 v7.2; zset; -
    ZREVRANGEBYSCORE; -4; readonly; read slow sortedset; 1:0,1,0:R; r2.2 v7.2; zset; -
    ZREVRANK; -3,3<7.2; fast readonly; fast read sortedset; 1:0,1,0:R; r2.0 v7.2; zset; -
    ZSCAN; -3; readonly; read slow sortedset; 1:0,1,0:R; r2.8 v7.2; zset; -
    ZSCORE; 3; fast readonly; fast read sortedset; 1:0,1,0:R; r1.2 v7.2; zset; -
    ZUNION; -3; readonly; read slow sortedset; 1:n0,1,1:R; r6.2 v7.2; zset; -
    ZUNIONSTORE; -4; denyoom write; slow sortedset write; 1:0,1,0:W 2:n0,1,1:R; r2.0 v7.2; zset; _ #_ {WEIGHTS=^float AGGREGATE=SUM|MIN|MAX|COUNT@r8.6}
    """#
}
