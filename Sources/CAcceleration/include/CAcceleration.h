#ifndef RDBTOOL_CACCELERATION_H
#define RDBTOOL_CACCELERATION_H
#include <stddef.h>
#include <stdint.h>
#endif
