#include "CAcceleration.h"
