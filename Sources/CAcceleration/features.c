#include "features.h"

bool rdb_has_pclmul;
bool rdb_has_vpclmul;
bool rdb_has_sha;
bool rdb_has_sha_and_masks;

#ifdef RDB_X86
#include <cpuid.h>

// Runs when the program is loaded, before anything could ask. The builtins know
// whether the operating system saves the wide registers; SHA uses only the
// narrow ones, and older runtimes do not know its name, hence CPUID.
__attribute__((constructor)) static void rdb_ask_processor(void) {
  __builtin_cpu_init();
  rdb_has_pclmul = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
  rdb_has_vpclmul = rdb_has_pclmul && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("vpclmulqdq");
  unsigned a, b, c, d;
  rdb_has_sha = __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
  rdb_has_sha_and_masks = rdb_has_sha && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}
#endif
