// table: Subcommands, each container's together, written by Scripts/command-table.py from what servers answer to COMMAND.
// Do not edit; change the script and run it. CommandRow.swift explains the columns.

extension CommandRows {
  static let subcommands: StaticString = #"""
    ACL|CAT; -2; loading noscript stale; slow; -; r6.0 v7.2; server; -
    ACL|DELUSER; -3; admin loading noscript stale; admin dangerous slow; -; r6.0 v7.2; server; -
    ACL|DRYRUN; -4; admin loading noscript stale; admin dangerous slow; -; r7.0 v7.2; server; -
    ACL|GENPASS; -2; loading noscript stale; slow; -; r6.0 v7.2; server; -
    ACL|GETUSER; 3; admin loading noscript stale; admin dangerous slow; -; r6.0 v7.2; server; -
    ACL|HELP; 2; loading stale; slow; -; r6.0 v7.2; server; -
    ACL|LIST; 2; admin loading noscript stale; admin dangerous slow; -; r6.0 v7.2; server; -
    ACL|LOAD; 2; admin loading noscript stale; admin dangerous slow; -; r6.0 v7.2; server; -
    ACL|LOG; -2; admin loading noscript stale; admin dangerous slow; -; r6.0 v7.2; server; -
    ACL|SAVE; 2; admin loading noscript stale; admin dangerous slow; -; r6.0 v7.2; server; -
    ACL|SETUSER; -3; admin loading noscript stale; admin dangerous slow; -; r6.0 v7.2; server; -
    ACL|USERS; 2; admin loading noscript stale; admin dangerous slow; -; r6.0 v7.2; server; -
    ACL|WHOAMI; 2; loading noscript stale; slow; -; r6.0 v7.2; server; -
    CLIENT|CACHING; 3; loading noscript stale; connection slow; -; r6.0 v7.2; connection; -
    CLIENT|CAPA; -3; allow_busy loading noscript stale; connection slow; -; v8.0; connection; -
    CLIENT|GETNAME; 2; loading noscript stale; connection slow; -; r2.6 v7.2; connection; -
    CLIENT|GETREDIR; 2; loading noscript stale; connection slow; -; r6.0 v7.2; connection; -
    CLIENT|HELP; 2; loading stale; connection slow; -; r5.0 v7.2; connection; -
    CLIENT|ID; 2; loading noscript stale; connection slow; -; r5.0 v7.2; connection; -
    CLIENT|IMPORT-SOURCE; 3; loading noscript stale; connection slow; -; v8.1; connection; -
    CLIENT|INFO; 2; loading noscript stale; connection slow; -; r6.2 v7.2; connection; -
    CLIENT|KILL; -3; admin loading noscript stale; admin connection dangerous slow; -; r2.4 v7.2; connection; -
    CLIENT|LIST; -2; admin loading noscript stale; admin connection dangerous slow; -; r2.4 v7.2; connection; -
    CLIENT|NO-EVICT; 3; admin loading noscript stale; admin connection dangerous slow; -; r7.0 v7.2; connection; -
    CLIENT|NO-TOUCH; 3; loading noscript stale; connection slow; -; r7.2 v7.2; connection; -
    CLIENT|PAUSE; -3; admin loading noscript stale; admin connection dangerous slow; -; r3.0 v7.2; connection; -
    CLIENT|REPLY; 3; loading noscript stale; connection slow; -; r3.2 v7.2; connection; -
    CLIENT|SETINFO; 4; loading noscript stale; connection slow; -; r7.2 v7.2; connection; -
    CLIENT|SETNAME; 3; loading noscript stale; connection slow; -; r2.6 v7.2; connection; -
    CLIENT|TRACKING; -3; loading noscript stale; connection slow; -; r6.0 v7.2; connection; -
    CLIENT|TRACKINGINFO; 2; loading noscript stale; connection slow; -; r6.2 v7.2; connection; -
    CLIENT|UNBLOCK; -3; admin loading noscript stale; admin connection dangerous slow; -; r5.0 v7.2; connection; -
    CLIENT|UNPAUSE; 2; admin loading noscript stale; admin connection dangerous slow; -; r6.2 v7.2; connection; -
    CLUSTER|ADDSLOTS; -3; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|ADDSLOTSRANGE; -4; admin no_async_loading stale; admin dangerous slow; -; r7.0 v7.2; cluster; -
    CLUSTER|BUMPEPOCH; 2; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|CANCELSLOTMIGRATIONS; 2; admin no_async_loading stale; admin dangerous slow; -; v9.0; cluster; -
    CLUSTER|COUNT-FAILURE-REPORTS; 3; admin stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|COUNTKEYSINSLOT; 3; stale; slow; -; r3.0 v7.2; cluster; -
    CLUSTER|DELSLOTS; -3; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|DELSLOTSRANGE; -4; admin no_async_loading stale; admin dangerous slow; -; r7.0 v7.2; cluster; -
    CLUSTER|FAILOVER; -2; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|FLUSHSLOT; -3; admin no_async_loading write; admin dangerous keyspace slow write; -; v9.0; flush; -
    CLUSTER|FLUSHSLOTS; 2; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|FORGET; 3; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|GETKEYSINSLOT; 4; stale; slow; -; r3.0 v7.2; cluster; -
    CLUSTER|GETSLOTMIGRATIONS; 2; admin no_async_loading stale; admin dangerous slow; -; v9.0; cluster; -
    CLUSTER|HELP; 2; loading stale; slow; -; r5.0 v7.2; cluster; -
    CLUSTER|INFO; 2; stale; slow; -; r3.0 v7.2; cluster; -
    CLUSTER|KEYSLOT; 3; stale; slow; -; r3.0 v7.2; cluster; -
    CLUSTER|LINKS; 2; stale; slow; -; r7.0 v7.2; cluster; -
    CLUSTER|MEET; -4; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|MIGRATESLOTS; -4; admin no_async_loading stale; admin dangerous slow; -; v9.0; cluster; -
    CLUSTER|MIGRATION; -4; admin; admin slow dangerous; -; r8.4; cluster; -
    CLUSTER|MYID; 2; stale; slow; -; r3.0 v7.2; cluster; -
    CLUSTER|MYSHARDID; 2; stale; slow; -; r7.2 v7.2; cluster; -
    CLUSTER|NODES; 2; stale; slow; -; r3.0 v7.2; cluster; -
    CLUSTER|REPLICAS; 3; admin stale; admin dangerous slow; -; r5.0 v7.2; cluster; -
    CLUSTER|REPLICATE; 3,v-3; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|RESET; -2; admin noscript stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|SAVECONFIG; 2; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|SET-CONFIG-EPOCH; 3; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|SETSLOT; -4; admin no_async_loading stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|SHARDS; 2; loading stale; slow; -; r7.0 v7.2; cluster; -
    CLUSTER|SLAVES; 3; admin stale; admin dangerous slow; -; r3.0 v7.2; cluster; -
    CLUSTER|SLOT-STATS; -4; loading stale; slow; -; r8.2 v8.0; cluster; -
    CLUSTER|SLOTS; 2; loading stale; slow; -; r3.0 v7.2; cluster; -
    CLUSTER|SYNCSLOTS; -3; admin no_async_loading stale; admin dangerous slow; -; v9.0; cluster; -
    COMMANDLOG|GET; 4; admin loading stale; admin dangerous slow; -; v8.1; server; -
    COMMANDLOG|HELP; 2; loading stale; slow; -; v8.1; server; -
    COMMANDLOG|LEN; 3; admin loading stale; admin dangerous slow; -; v8.1; server; -
    COMMANDLOG|RESET; 3; admin loading stale; admin dangerous slow; -; v8.1; server; -
    COMMAND|COUNT; 2; loading stale; connection slow; -; r2.8 v7.2; server; -
    COMMAND|DOCS; -2; loading stale; connection slow; -; r7.0 v7.2; server; -
    COMMAND|GETKEYS; -3,-4<7.2; loading stale; connection slow; -; r2.8 v7.2; server; -
    COMMAND|GETKEYSANDFLAGS; -3,-4<7.2; loading stale; connection slow; -; r7.0 v7.2; server; -
    COMMAND|HELP; 2; loading stale; connection slow; -; r5.0 v7.2; server; -
    COMMAND|INFO; -2; loading stale; connection slow; -; r2.8 v7.2; server; -
    COMMAND|LIST; -2; loading stale; connection slow; -; r7.0 v7.2; server; -
    CONFIG|GET; -3; admin loading noscript stale; admin dangerous slow; -; r2.0 v7.2; server; -
    CONFIG|HELP; 2; loading stale; slow; -; r5.0 v7.2; server; -
    CONFIG|RESETSTAT; 2; admin loading noscript stale; admin dangerous slow; -; r2.0 v7.2; server; -
    CONFIG|REWRITE; 2; admin loading noscript stale; admin dangerous slow; -; r2.8 v7.2; server; -
    CONFIG|SET; -4; admin loading noscript stale; admin dangerous slow; -; r2.0 v7.2; server; -
    FT.DEBUG|DELETE_LOCAL_CURSORS; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DOCIDTOID; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DOCINFO; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DUMP_GEOMIDX; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DUMP_HNSW; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DUMP_INVIDX; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DUMP_NUMIDX; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DUMP_NUMIDXTREE; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DUMP_PHONETIC_HASH; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DUMP_PREFIX_TRIE; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DUMP_SUFFIX_TRIE; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DUMP_TAGIDX; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|DUMP_TERMS; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|GC_CLEAN_NUMERIC; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|GC_CONTINUE_SCHEDULE; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|GC_FORCEBGINVOKE; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|GC_FORCEINVOKE; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|GC_STOP_SCHEDULE; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|GC_WAIT_FOR_JOBS; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|GIT_SHA; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|HELP; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|IDTODOCID; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|INFO_TAGIDX; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|INVIDX_SUMMARY; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|NUMIDX_SUMMARY; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|TTL; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|TTL_EXPIRE; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|TTL_PAUSE; -2; module readonly; -; -; msearch; module; -
    FT.DEBUG|VECSIM_INFO; -2; module readonly; -; -; msearch; module; -
    FUNCTION|DELETE; 3; noscript write; scripting slow write; -; r7.0 v7.2; function; -
    FUNCTION|DUMP; 2; noscript; scripting slow; -; r7.0 v7.2; function; -
    FUNCTION|FLUSH; -2; noscript write; scripting slow write; -; r7.0 v7.2; function; ?ASYNC|SYNC
    FUNCTION|HELP; 2; loading stale; scripting slow; -; r7.0 v7.2; function; -
    FUNCTION|KILL; 2; allow_busy noscript; scripting slow; -; r7.0 v7.2; function; -
    FUNCTION|LIST; -2; noscript; scripting slow; -; r7.0 v7.2; function; -
    FUNCTION|LOAD; -3; denyoom noscript write; scripting slow write; -; r7.0 v7.2; function; {REPLACE} _ !functionload
    FUNCTION|RESTORE; -3; denyoom noscript write; scripting slow write; -; r7.0 v7.2; function; _ ?FLUSH|APPEND|REPLACE !functionrestore
    FUNCTION|STATS; 2; allow_busy noscript; scripting slow; -; r7.0 v7.2; function; -
    LATENCY|DOCTOR; 2; admin loading noscript stale; admin dangerous slow; -; r2.8 v7.2; server; -
    LATENCY|GRAPH; 3; admin loading noscript stale; admin dangerous slow; -; r2.8 v7.2; server; -
    LATENCY|HELP; 2; loading stale; slow; -; r2.8 v7.2; server; -
    LATENCY|HISTOGRAM; -2; admin loading noscript stale; admin dangerous slow; -; r7.0 v7.2; server; -
    LATENCY|HISTORY; 3; admin loading noscript stale; admin dangerous slow; -; r2.8 v7.2; server; -
    LATENCY|LATEST; 2; admin loading noscript stale; admin dangerous slow; -; r2.8 v7.2; server; -
    LATENCY|RESET; -2; admin loading noscript stale; admin dangerous slow; -; r2.8 v7.2; server; -
    MEMORY|DOCTOR; 2; -; slow; -; r4.0 v7.2; server; -
    MEMORY|HELP; 2; loading stale; slow; -; r4.0 v7.2; server; -
    MEMORY|MALLOC-STATS; 2; -; slow; -; r4.0 v7.2; server; -
    MEMORY|PURGE; 2; -; slow; -; r4.0 v7.2; server; -
    MEMORY|STATS; 2; -; slow; -; r4.0 v7.2; server; -
    MEMORY|USAGE; -3; readonly; read slow; 2:0,1,0:R; r4.0 v7.2; server; -
    MODULE|HELP; 2; loading stale; slow; -; r5.0 v7.2; server; -
    MODULE|LIST; 2; admin noscript; admin dangerous slow; -; r4.0 v7.2; server; -
    MODULE|LOAD; -3; admin no_async_loading noscript; admin dangerous slow; -; r4.0 v7.2; server; -
    MODULE|LOADEX; -3; admin no_async_loading noscript; admin dangerous slow; -; r7.0 v7.2; server; -
    MODULE|UNLOAD; 3; admin no_async_loading noscript; admin dangerous slow; -; r4.0 v7.2; server; -
    OBJECT|ENCODING; 3; readonly; keyspace read slow; 2:0,1,0:R; r2.2 v7.2; key; -
    OBJECT|FREQ; 3; readonly; keyspace read slow; 2:0,1,0:R; r4.0 v7.2; key; -
    OBJECT|HELP; 2; loading stale; keyspace slow; -; r6.2 v7.2; key; -
    OBJECT|IDLETIME; 3; readonly; keyspace read slow; 2:0,1,0:R; r2.2 v7.2; key; -
    OBJECT|REFCOUNT; 3; readonly; keyspace read slow; 2:0,1,0:R; r2.2 v7.2; key; -
    PUBSUB|CHANNELS; -2; loading pubsub stale; pubsub slow; -; r2.8 v7.2; pubsub; -
    PUBSUB|HELP; 2; loading stale; slow; -; r6.2 v7.2; pubsub; -
    PUBSUB|NUMPAT; 2; loading pubsub stale; pubsub slow; -; r2.8 v7.2; pubsub; -
    PUBSUB|NUMSUB; -2; loading pubsub stale; pubsub slow; -; r2.8 v7.2; pubsub; -
    PUBSUB|SHARDCHANNELS; -2; loading pubsub stale; pubsub slow; -; r7.0 v7.2; pubsub; -
    PUBSUB|SHARDNUMSUB; -2; loading pubsub stale; pubsub slow; -; r7.0 v7.2; pubsub; -
    SCRIPT|DEBUG; 3,v-3; noscript; scripting slow; -; r3.2 v7.2; script; -
    SCRIPT|EXISTS; -3; noscript; scripting slow; -; r2.6 v7.2; script; -
    SCRIPT|FLUSH; -2; noscript; scripting slow; -; r2.6 v7.2; script; ?ASYNC|SYNC
    SCRIPT|HELP; 2; loading stale; scripting slow; -; r5.0 v7.2; script; -
    SCRIPT|KILL; 2; allow_busy noscript; scripting slow; -; r2.6 v7.2; script; -
    SCRIPT|LOAD; 3; noscript stale; scripting slow; -; r2.6 v7.2; script; -
    SCRIPT|SHOW; 3; noscript stale; scripting slow; -; v8.0; script; -
    SLOWLOG|GET; -2; admin loading stale; admin dangerous slow; -; r2.2 v7.2; server; -
    SLOWLOG|HELP; 2; loading stale; slow; -; r6.2 v7.2; server; -
    SLOWLOG|LEN; 2; admin loading stale; admin dangerous slow; -; r2.2 v7.2; server; -
    SLOWLOG|RESET; 2; admin loading stale; admin dangerous slow; -; r2.2 v7.2; server; -
    XGROUP|CREATE; -5; denyoom write; slow stream write; 2:0,1,0:U; r5.0 v7.2; stream; _ _ lastid {MKSTREAM ENTRIESREAD=entriesread@r7.0v7.2}
    XGROUP|CREATECONSUMER; 5; denyoom write; slow stream write; 2:0,1,0:U; r6.2 v7.2; stream; -
    XGROUP|DELCONSUMER; 5; write; slow stream write; 2:0,1,0:Ud; r5.0 v7.2; stream; -
    XGROUP|DESTROY; 4; write; slow stream write; 2:0,1,0:Ud; r5.0 v7.2; stream; -
    XGROUP|HELP; 2; loading stale; slow stream; -; r5.0 v7.2; stream; -
    XGROUP|SETID; -5; write; slow stream write; 2:0,1,0:U; r5.0 v7.2; stream; _ _ setid {ENTRIESREAD=entriesread@r7.0v7.2}
    XINFO|CONSUMERS; 4; readonly; read slow stream; 2:0,1,0:R; r5.0 v7.2; stream; -
    XINFO|GROUPS; 3; readonly; read slow stream; 2:0,1,0:R; r5.0 v7.2; stream; -
    XINFO|HELP; 2; loading stale; slow stream; -; r5.0 v7.2; stream; -
    XINFO|STREAM; -3; readonly; read slow stream; 2:0,1,0:R; r5.0 v7.2; stream; -
    """#
}
