# Headers that nearly every source reads, compiled once: half the time of a build from nothing goes into reading them.
# Off with ccache, which cannot look into what is precompiled, and for clang-tidy, which sees each source as it stands.
if(CMAKE_CXX_COMPILER_LAUNCHER OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(precompile_default OFF)
else()
  set(precompile_default ON)
endif()
option(SYNCCTL_PRECOMPILE "Precompile the headers that nearly every source reads" ${precompile_default})

if(SYNCCTL_PRECOMPILE)
  # g++ 12 forgets of what it precompiled that it belongs to the system, and reports these falsely inside std::string
  # (GCC bugs 105329, 105651).
  target_compile_options(syncctl_options INTERFACE -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
endif()

set(SYNCCTL_COMMON_HEADERS
  <algorithm> <array> <charconv> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set> <span>
  <string> <string_view> <unordered_map> <utility> <variant> <vector> <fmt/format.h> <nlohmann/json.hpp>)

# syncctl_precompiled(NAME HEADERS... ): a target whose precompiled headers others use with syncctl_use_precompiled.
function(syncctl_precompiled name)
  if(SYNCCTL_PRECOMPILE)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "// Only carries precompiled headers.\n")
    add_library(${name} OBJECT ${source})
    target_link_libraries(${name} PRIVATE syncctl_options fmt::fmt nlohmann_json::nlohmann_json Threads::Threads)
    target_precompile_headers(${name} PRIVATE ${ARGN})
  endif()
endfunction()

function(syncctl_use_precompiled target name)
  if(SYNCCTL_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()

option(SYNCCTL_UNITY "Compile the sources of each module and of each test program as one" OFF)
if(SYNCCTL_UNITY)
  # What one file calls by a name that another has for a constant is no mistake of either.
  target_compile_options(syncctl_options INTERFACE -Wno-shadow)
endif()

# syncctl_compile_as_one(TARGET ALONE...): reads what its sources include once for all of them, but for those that have
# to stand ALONE: under sanitizers and for clang-tidy, where reading takes most of the time.
function(syncctl_compile_as_one target)
  if(SYNCCTL_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
    set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()
