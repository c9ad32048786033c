// What the processor can do, asked once: CPUID is slow on virtual machines.
#ifndef RDBTOOL_FEATURES_H
#define RDBTOOL_FEATURES_H
#include <stdbool.h>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define RDB_X86 1
#endif

extern bool rdb_has_pclmul;
/// VPCLMULQDQ on 512-bit registers.
extern bool rdb_has_vpclmul;
extern bool rdb_has_sha;
/// SHA, and loads of 64 bytes of which some are masked out.
extern bool rdb_has_sha_and_masks;

#endif
