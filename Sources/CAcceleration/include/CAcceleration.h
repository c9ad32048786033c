// What the processor can do and Swift cannot say: carry-less multiplication for
// CRC-64, the SHA-1 instructions, prefetching, and one call of printf.
//
// Nothing here checks its caller: every pointer must be good for its count.
// On other processors than x86-64, and on old ones, the rdb_*_width and
// rdb_*_is_available functions return 0 and Swift takes its own way.
#ifndef RDBTOOL_CACCELERATION_H
#define RDBTOOL_CACCELERATION_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Bits that the widest folding loop takes at a time: 512, 128, or 0 if there is none.
int rdb_crc64_width(void);

/// CRC-64/Jones over `count` bytes, a multiple of 16 and at least 16, going on from `crc`.
///
/// `width` is 128 or 512 and at most rdb_crc64_width().
uint64_t rdb_crc64_fold(uint64_t crc, const void *bytes, size_t count, int width);

/// Whether the functions below may be called.
bool rdb_sha1_is_available(void);

/// Compresses `count` blocks of 64 bytes into a state.
void rdb_sha1_blocks(uint32_t state[5], const void *blocks, size_t count);

/// The SHA-1 of `count` bytes, as five words whose most significant byte comes first.
void rdb_sha1_hash(uint32_t digest[5], const void *bytes, size_t count);

/// The SHA-1 of the 20 bytes of another digest; the two may be the same.
void rdb_sha1_digest(uint32_t digest[5], const uint32_t words[5]);

/// Asks for the memory at an address ahead of its use; any address will do.
static inline void rdb_prefetch(const void *address) { __builtin_prefetch(address, 1); }

/// C's `%.17g`, without a NUL.
///
/// Returns the bytes written, at most 24; `buffer` has room for 32.
int rdb_print_g17(double value, char *buffer);

#endif
