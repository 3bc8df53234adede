// ITK's compiler detection, as Debian's package was configured, knows GCC alone.
#pragma push_macro("__clang__")
#pragma push_macro("__GNUC__")
#undef __clang__
#undef __GNUC__
#define __GNUC__ 12
#include "itk_compiler_detection.h"
#pragma pop_macro("__GNUC__")
#pragma pop_macro("__clang__")
