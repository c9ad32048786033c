// table: Commands of modules, written by Scripts/command-table.py from what servers answer to COMMAND.
// Do not edit; change the script and run it. CommandRow.swift explains the columns.

extension CommandRows {
  static let modules: StaticString = #"""
    BF.ADD; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    BF.CARD; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    BF.DEBUG; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    BF.EXISTS; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    BF.INFO; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    BF.INSERT; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    BF.LOADCHUNK; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    BF.MADD; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    BF.MEXISTS; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    BF.RESERVE; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    BF.SCANDUMP; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    CF.ADD; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    CF.ADDNX; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    CF.COMPACT; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    CF.COUNT; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    CF.DEBUG; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    CF.DEL; -1; fast module write; -; 1:0,1,0:U; mbf; module; -
    CF.EXISTS; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    CF.INFO; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    CF.INSERT; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    CF.INSERTNX; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    CF.LOADCHUNK; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    CF.MEXISTS; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    CF.RESERVE; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    CF.SCANDUMP; -1; fast module readonly; -; 1:0,1,0:U; mbf; module; -
    CMS.INCRBY; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    CMS.INFO; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    CMS.INITBYDIM; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    CMS.INITBYPROB; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    CMS.MERGE; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    CMS.QUERY; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    FT.ADD; -1; denyoom module write; -; 1:1,1,0:U; msearch; module; -
    FT.AGGREGATE; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.ALIASADD; -1; module readonly; -; 1:1,1,0:U; msearch; module; -
    FT.ALIASDEL; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.ALIASUPDATE; -1; module readonly; -; 1:1,1,0:U; msearch; module; -
    FT.ALTER; -1; module write; -; 1:0,1,0:U; msearch; module; -
    FT.CONFIG; -1; module readonly; -; -; msearch; module; -
    FT.CREATE; -1; denyoom module write; -; 1:0,1,0:U; msearch; module; -
    FT.CURSOR; -1; module readonly; -; 2:0,1,0:U; msearch; module; -
    FT.DEBUG; -2; module readonly container; -; -; msearch; module; -
    FT.DEL; -1; module write; -; 1:1,1,0:U; msearch; module; -
    FT.DICTADD; -1; module readonly; -; -; msearch; module; -
    FT.DICTDEL; -1; module readonly; -; -; msearch; module; -
    FT.DICTDUMP; -1; module readonly; -; -; msearch; module; -
    FT.DROP; -1; module write; -; 1:0,1,0:U; msearch; module; -
    FT.DROPINDEX; -1; module write; -; 1:0,1,0:U; msearch; module; -
    FT.EXPLAIN; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.EXPLAINCLI; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.GET; -1; module readonly; -; 1:1,1,0:U; msearch; module; -
    FT.INFO; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.MGET; -1; module readonly; -; 1:-1,1,0:U; msearch; module; -
    FT.PROFILE; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.SAFEADD; -1; denyoom module write; -; 1:1,1,0:U; msearch; module; -
    FT.SEARCH; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.SPELLCHECK; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.SUGADD; -1; denyoom module write; -; 1:0,1,0:U; msearch; module; -
    FT.SUGDEL; -1; module write; -; 1:0,1,0:U; msearch; module; -
    FT.SUGGET; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.SUGLEN; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.SYNADD; -1; module write; -; 1:0,1,0:U; msearch; module; -
    FT.SYNDUMP; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT.SYNUPDATE; -1; module write; -; 1:0,1,0:U; msearch; module; -
    FT.TAGVALS; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT._ALIASADDIFNX; -1; module readonly; -; 1:1,1,0:U; msearch; module; -
    FT._ALIASDELIFX; -1; module readonly; -; 1:0,1,0:U; msearch; module; -
    FT._ALTERIFNX; -1; module write; -; 1:0,1,0:U; msearch; module; -
    FT._CREATEIFNX; -1; denyoom module write; -; 1:0,1,0:U; msearch; module; -
    FT._DROPIFX; -1; module write; -; 1:0,1,0:U; msearch; module; -
    FT._DROPINDEXIFX; -1; module write; -; 1:0,1,0:U; msearch; module; -
    FT._LIST; -1; module readonly; -; -; msearch; module; -
    JSON.ARRAPPEND; -1; denyoom module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.ARRINDEX; -1; module readonly; -; 1:0,1,0:U; mReJSON; module; -
    JSON.ARRINSERT; -1; denyoom module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.ARRLEN; -1; module readonly; -; 1:0,1,0:U; mReJSON; module; -
    JSON.ARRPOP; -1; module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.ARRTRIM; -1; module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.CLEAR; -1; module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.DEBUG; -1; module readonly; -; 2:0,1,0:U; mReJSON; module; -
    JSON.DEL; -1; module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.FORGET; -1; module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.GET; -1; module readonly; -; 1:0,1,0:U; mReJSON; module; -
    JSON.MERGE; -1; denyoom module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.MGET; -1; module readonly; -; 1:0,1,0:U; mReJSON; module; -
    JSON.MSET; -1; denyoom module write; -; 1:-1,3,0:U; mReJSON; module; -
    JSON.NUMINCRBY; -1; module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.NUMMULTBY; -1; module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.NUMPOWBY; -1; module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.OBJKEYS; -1; module readonly; -; 1:0,1,0:U; mReJSON; module; -
    JSON.OBJLEN; -1; module readonly; -; 1:0,1,0:U; mReJSON; module; -
    JSON.RESP; -1; module readonly; -; 1:0,1,0:U; mReJSON; module; -
    JSON.SET; -1; denyoom module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.STRAPPEND; -1; denyoom module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.STRLEN; -1; module readonly; -; 1:0,1,0:U; mReJSON; module; -
    JSON.TOGGLE; -1; denyoom module write; -; 1:0,1,0:U; mReJSON; module; -
    JSON.TYPE; -1; module readonly; -; 1:0,1,0:U; mReJSON; module; -
    TDIGEST.ADD; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.BYRANK; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.BYREVRANK; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.CDF; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.CREATE; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.INFO; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.MAX; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.MERGE; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.MIN; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.QUANTILE; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.RANK; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.RESET; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.REVRANK; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TDIGEST.TRIMMED_MEAN; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TIMESERIES.CLUSTERSET; -1; module noscript readonly; -; -; mtimeseries; module; -
    TIMESERIES.CLUSTERSETFROMSHARD; -1; module noscript readonly; -; -; mtimeseries; module; -
    TIMESERIES.FORCESHARDSCONNECTION; -1; module noscript readonly; -; -; mtimeseries; module; -
    TIMESERIES.HELLO; -1; module noscript readonly; -; -; mtimeseries; module; -
    TIMESERIES.INFOCLUSTER; -1; module noscript readonly; -; -; mtimeseries; module; -
    TIMESERIES.INNERCOMMUNICATION; -1; module noscript readonly; -; -; mtimeseries; module; -
    TIMESERIES.NETWORKTEST; -1; module noscript readonly; -; -; mtimeseries; module; -
    TIMESERIES.REFRESHCLUSTER; -1; module noscript readonly; -; -; mtimeseries; module; -
    TOPK.ADD; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    TOPK.COUNT; -1; module write; -; 1:0,1,0:U; mbf; module; -
    TOPK.INCRBY; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    TOPK.INFO; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TOPK.LIST; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TOPK.QUERY; -1; module readonly; -; 1:0,1,0:U; mbf; module; -
    TOPK.RESERVE; -1; denyoom module write; -; 1:0,1,0:U; mbf; module; -
    TS.ADD; -1; denyoom module write; -; 1:0,1,0:U; mtimeseries; module; -
    TS.ALTER; -1; denyoom module write; -; 1:0,1,0:U; mtimeseries; module; -
    TS.CREATE; -1; denyoom module write; -; 1:0,1,0:U; mtimeseries; module; -
    TS.CREATERULE; -1; denyoom module write; -; 1:0,1,0:U; mtimeseries; module; -
    TS.DECRBY; -1; denyoom module write; -; 1:0,1,0:U; mtimeseries; module; -
    TS.DEL; -1; module write; -; 1:0,1,0:U; mtimeseries; module; -
    TS.DELETERULE; -1; module write; -; 1:0,1,0:U; mtimeseries; module; -
    TS.GET; -1; module readonly; -; 1:0,1,0:U; mtimeseries; module; -
    TS.INCRBY; -1; denyoom module write; -; 1:0,1,0:U; mtimeseries; module; -
    TS.INFO; -1; module readonly; -; 1:0,1,0:U; mtimeseries; module; -
    TS.MADD; -1; denyoom module write; -; 1:-1,3,0:U; mtimeseries; module; -
    TS.MGET; -1; module readonly; -; -; mtimeseries; module; -
    TS.MRANGE; -1; module readonly; -; -; mtimeseries; module; -
    TS.MREVRANGE; -1; module readonly; -; -; mtimeseries; module; -
    TS.QUERYINDEX; -1; module readonly; -; -; mtimeseries; module; -
    TS.RANGE; -1; module readonly; -; 1:0,1,0:U; mtimeseries; module; -
    TS.REVRANGE; -1; module readonly; -; 1:0,1,0:U; mtimeseries; module; -
    VADD; -1; denyoom module write; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VCARD; -1; fast module readonly; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VDIM; -1; fast module readonly; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VEMB; -1; fast module readonly; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VGETATTR; -1; fast module readonly; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VINFO; -1; fast module readonly; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VISMEMBER; -1; module readonly; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VLINKS; -1; fast module readonly; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VRANDMEMBER; -1; module readonly; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VREM; -1; module write; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VSETATTR; -1; fast module write; -; 1:0,1,0:U; mvectorset r8.0; module; -
    VSIM; -1; module readonly; -; 1:0,1,0:U; mvectorset r8.0; module; -
    """#
}
