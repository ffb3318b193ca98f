# Flags that every target of ours is built with. Interface target, linked privately.
add_library(syncctl_options INTERFACE)
target_compile_options(syncctl_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Werror
  -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these falsely inside std::string and std::variant at -O2 (GCC bugs 105651, 105562).
  target_compile_options(syncctl_options INTERFACE
    -Wno-restrict -Wno-maybe-uninitialized)
endif()
target_link_options(syncctl_options INTERFACE -Wl,-z,relro,-z,now)
if(SYNCCTL_SANITIZE)
  target_compile_options(syncctl_options INTERFACE
    -fsanitize=${SYNCCTL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(syncctl_options INTERFACE -fsanitize=${SYNCCTL_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(syncctl_options INTERFACE _FORTIFY_SOURCE=2)
endif()

# What the sources of tests are built with besides.
add_library(syncctl_test_options INTERFACE)
# Assertions gain nothing from -O3 and compile in half the time without it.
target_compile_options(syncctl_test_options INTERFACE $<$<CONFIG:Release>:-O1>)
if(SYNCCTL_SANITIZE MATCHES "undefined")
  # Undefined behaviour is looked for in the program; in assertions the checks only double what has to be compiled.
  target_compile_options(syncctl_test_options INTERFACE -fno-sanitize=undefined)
endif()
