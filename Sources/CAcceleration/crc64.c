// CRC-64/Jones by folding, after Gopal et al., "Fast CRC Computation for Generic
// Polynomials Using PCLMULQDQ" (Intel, 2009), in the reflected form.
//
// A register holds 128 bits of the message as a polynomial, the first bit of the
// first byte being its highest coefficient. To carry it over D bits of message,
// its first half is multiplied by x^(D+63) mod P and its second by x^(D-1) mod P;
// the missing x is what a reflected carry-less product shifts by. The constants
// are those powers, reflected. The tests compare every length with the tables.
#include "CAcceleration.h"
#include "features.h"

int rdb_crc64_width(void) { return rdb_has_vpclmul ? 512 : rdb_has_pclmul ? 128 : 0; }

#ifdef RDB_X86
#include <immintrin.h>

#define PCLMUL __attribute__((target("pclmul,sse4.1")))
#define VPCLMUL __attribute__((target("pclmul,sse4.1,avx512f,vpclmulqdq")))

// x^(D-1), x^(D+63) mod P, high half first.
#define POWERS_128 0x381D0015C96F4444, 0xD9D7BE7D505DA32C
#define POWERS_512 0xF49784A634F014E4, 0xAF86EFB16D9AB4FB
#define POWERS_1024 0x768361524D29ED0B, 0xCC26FA7C57F8054C
#define POWERS_2048 0x9471A5389095FE44, 0x9A8908341A6D6D52

PCLMUL static inline __attribute__((always_inline)) __m128i fold(__m128i register_, __m128i powers, __m128i next) {
  __m128i first = _mm_clmulepi64_si128(register_, powers, 0x00);
  __m128i second = _mm_clmulepi64_si128(register_, powers, 0x11);
  return _mm_xor_si128(_mm_xor_si128(first, second), next);
}

static inline __attribute__((always_inline)) __m128i load(const uint8_t *bytes) { return _mm_loadu_si128((const __m128i *)bytes); }

// Folds the rest of the message, then reduces 128 bits to 64 by Barrett.
PCLMUL static inline __attribute__((always_inline)) uint64_t finish(__m128i x, const uint8_t *bytes, size_t count) {
  const __m128i powers = _mm_set_epi64x(POWERS_128);
  for (; count >= 16; bytes += 16, count -= 16) x = fold(x, powers, load(bytes));
  // The checksum is x times x^64: the first half goes over 64 bits.
  const __m128i x127 = _mm_set_epi64x(0, 0x381D0015C96F4444);
  x = _mm_xor_si128(_mm_clmulepi64_si128(x, x127, 0x00), _mm_srli_si128(x, 8));
  // Quotient by floor(x^128 / P), whose leading x^64 is the xor; remainder by P without its x^64.
  const __m128i barrett = _mm_set_epi64x((long long)0x95AC9329AC4BC9B5, 0x1F367D194D77CFBB);
  uint64_t top = (uint64_t)_mm_cvtsi128_si64(x);
  uint64_t bottom = (uint64_t)_mm_extract_epi64(x, 1);
  uint64_t quotient = top ^ (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(x, barrett, 0x00)) << 1;
  __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)quotient), barrett, 0x10);
  uint64_t low = (uint64_t)_mm_cvtsi128_si64(product), high = (uint64_t)_mm_extract_epi64(product, 1);
  return bottom ^ (high << 1 | low >> 63);
}

PCLMUL static uint64_t fold_128(uint64_t crc, const uint8_t *bytes, size_t count) {
  const __m128i powers = _mm_set_epi64x(POWERS_128);
  const __m128i seed = _mm_cvtsi64_si128((long long)crc);
  if (count < 128) return finish(_mm_xor_si128(load(bytes), seed), bytes + 16, count - 16);
  __m128i x[8];
  for (int i = 0; i < 8; i++) x[i] = load(bytes + 16 * i);
  x[0] = _mm_xor_si128(x[0], seed);
  const __m128i far = _mm_set_epi64x(POWERS_1024);
  for (bytes += 128, count -= 128; count >= 128; bytes += 128, count -= 128) {
    for (int i = 0; i < 8; i++) x[i] = fold(x[i], far, load(bytes + 16 * i));
  }
  for (int i = 1; i < 8; i++) x[i] = fold(x[i - 1], powers, x[i]);
  return finish(x[7], bytes, count);
}

VPCLMUL static inline __attribute__((always_inline)) __m512i fold_wide(__m512i x, __m512i powers, __m512i next) {
  return _mm512_ternarylogic_epi64(
      _mm512_clmulepi64_epi128(x, powers, 0x00), _mm512_clmulepi64_epi128(x, powers, 0x11), next, 0x96);
}

VPCLMUL static uint64_t fold_512(uint64_t crc, const uint8_t *bytes, size_t count) {
  if (count < 256) return fold_128(crc, bytes, count);
  __m512i x[4];
  for (int i = 0; i < 4; i++) x[i] = _mm512_loadu_si512(bytes + 64 * i);
  x[0] = _mm512_xor_si512(x[0], _mm512_zextsi128_si512(_mm_cvtsi64_si128((long long)crc)));
  const __m512i far = _mm512_broadcast_i32x4(_mm_set_epi64x(POWERS_2048));
  for (bytes += 256, count -= 256; count >= 256; bytes += 256, count -= 256) {
    for (int i = 0; i < 4; i++) x[i] = fold_wide(x[i], far, _mm512_loadu_si512(bytes + 64 * i));
  }
  const __m512i near = _mm512_broadcast_i32x4(_mm_set_epi64x(POWERS_512));
  for (int i = 1; i < 4; i++) x[i] = fold_wide(x[i - 1], near, x[i]);
  __m512i wide = x[3];
  for (; count >= 64; bytes += 64, count -= 64) wide = fold_wide(wide, near, _mm512_loadu_si512(bytes));
  const __m128i powers = _mm_set_epi64x(POWERS_128);
  __m128i y = _mm512_castsi512_si128(wide);
  y = fold(y, powers, _mm512_extracti32x4_epi32(wide, 1));
  y = fold(y, powers, _mm512_extracti32x4_epi32(wide, 2));
  y = fold(y, powers, _mm512_extracti32x4_epi32(wide, 3));
  return finish(y, bytes, count);
}

uint64_t rdb_crc64_fold(uint64_t crc, const void *bytes, size_t count, int width) {
  return width == 512 ? fold_512(crc, bytes, count) : fold_128(crc, bytes, count);
}

#else

uint64_t rdb_crc64_fold(uint64_t crc, const void *bytes, size_t count, int width) {
  (void)bytes, (void)count, (void)width;
  return crc;
}

#endif
