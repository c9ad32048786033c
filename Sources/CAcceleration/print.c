#include "CAcceleration.h"
#include <stdio.h>

// Swift cannot call a function with `...`; its own way there allocates a list.
int rdb_print_g17(double value, char *buffer) { return snprintf(buffer, 32, "%.17g", value); }
