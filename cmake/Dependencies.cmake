# Debian 12 packages, see docker/packages.txt.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(tl-expected REQUIRED)
find_package(DCMTK REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(charls REQUIRED CONFIG)

# ITK only inside `measure` and `registration`; the found libraries are kept out of every other target.
function(oligard_itk_target name)
  find_package(ITK REQUIRED COMPONENTS ${ARGN})
  add_library(${name} INTERFACE)
  target_include_directories(${name} SYSTEM INTERFACE ${ITK_INCLUDE_DIRS})
  target_link_libraries(${name} INTERFACE ${ITK_LIBRARIES})
endfunction()
oligard_itk_target(oligard_itk ITKCommon ITKLabelMap)
oligard_itk_target(oligard_itk_registration ITKCommon ITKTransform ITKMetricsv4 ITKOptimizersv4 ITKImageGrid
  ITKPDEDeformableRegistration)

# Packaged without CMake files or with broken ones.
find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
find_library(SOCI_CORE soci_core REQUIRED)
find_library(SOCI_SQLITE3 soci_sqlite3 REQUIRED)
add_library(oligard_soci INTERFACE)
target_link_libraries(oligard_soci INTERFACE ${SOCI_SQLITE3} ${SOCI_CORE})
target_include_directories(oligard_soci SYSTEM INTERFACE ${SOCI_INCLUDE_DIR})

find_path(OPENJPEG_INCLUDE_DIR openjpeg.h PATH_SUFFIXES openjpeg-2.5 REQUIRED)
find_library(OPENJPEG_LIBRARY openjp2 REQUIRED)
add_library(oligard_openjpeg INTERFACE)
target_link_libraries(oligard_openjpeg INTERFACE ${OPENJPEG_LIBRARY})
target_include_directories(oligard_openjpeg SYSTEM INTERFACE ${OPENJPEG_INCLUDE_DIR})

find_package(PkgConfig REQUIRED)
pkg_check_modules(OLIGARD_DRAWING REQUIRED IMPORTED_TARGET pangocairo pangoft2 cairo-pdf fontconfig)
add_library(oligard_drawing INTERFACE)
target_link_libraries(oligard_drawing INTERFACE PkgConfig::OLIGARD_DRAWING)
target_include_directories(oligard_drawing SYSTEM INTERFACE ${OLIGARD_DRAWING_INCLUDE_DIRS})

if(BUILD_TESTING)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()

execute_process(COMMAND git -C ${CMAKE_SOURCE_DIR} describe --always --dirty OUTPUT_VARIABLE OLIGARD_REVISION
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
