# syncctl_module(NAME SOURCES ... [ALONE ...] [DEPENDS ...] [LIBRARIES ...])
#   NAME       module, becomes the static library syncctl::NAME
#   ALONE      those of its sources that share a name of an anonymous namespace with another (SYNCCTL_UNITY)
#   DEPENDS    modules of ours that its headers and sources may use
#   LIBRARIES  third-party targets, private: public headers name no C library
function(syncctl_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;ALONE;DEPENDS;LIBRARIES")
  add_library(syncctl_${name} STATIC ${arg_SOURCES})
  add_library(syncctl::${name} ALIAS syncctl_${name})
  target_include_directories(syncctl_${name}
    PUBLIC ${PROJECT_SOURCE_DIR}/include PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  list(TRANSFORM arg_DEPENDS PREPEND syncctl::)
  target_link_libraries(syncctl_${name}
    PUBLIC ${arg_DEPENDS} fmt::fmt nlohmann_json::nlohmann_json Threads::Threads
    PRIVATE syncctl_options ${arg_LIBRARIES})
  syncctl_use_precompiled(syncctl_${name} syncctl_headers)
  syncctl_compile_as_one(syncctl_${name} ${arg_ALONE})
endfunction()

# syncctl_test(NAME SOURCES ... [ALONE ...] DEPENDS ...): one Catch2 executable, registered with CTest.
function(syncctl_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;ALONE;DEPENDS;LABELS")
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM arg_DEPENDS PREPEND syncctl::)
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} fmt::fmt syncctl_catch_main syncctl_options syncctl_test_options)
  target_compile_definitions(${name} PRIVATE
    SYNCCTL_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    SYNCCTL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if(SYNCCTL_SANITIZE)
    syncctl_use_precompiled(${name} syncctl_test_headers)
  endif()
  syncctl_compile_as_one(${name} ${arg_ALONE})
  add_test(NAME ${name} COMMAND ${name})
  if(SYNCCTL_SANITIZE) # ten times slower where the binary is started over and over
    set_tests_properties(${name} PROPERTIES TIMEOUT 1200)
  else()
    set_tests_properties(${name} PROPERTIES TIMEOUT 300)
  endif()
  if(arg_LABELS)
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}")
  endif()
endfunction()
