# Our sources are built with these; third-party headers are included as system headers.
option(OLIGARD_WERROR "Treat warnings as errors" OFF)
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(OLIGARD_WERROR)
  add_compile_options(-Werror)
endif()
