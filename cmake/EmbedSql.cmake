# syncctl_embed_sql(TARGET): makes the SQL of sql/ part of TARGET.
#   sql/queries/NAME.sql     -> header <sql/NAME.hpp>, namespace syncctl::sql::NAME, one constant per `-- name: X`
#   sql/migrations/*.sql     -> header <sql/migrations.hpp>, the texts in order of their number, each with its NAME.down.sql
function(syncctl_embed_sql target)
  set(generator ${PROJECT_SOURCE_DIR}/cmake/embed_sql.cmake)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/generated)
  file(GLOB queries CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sql/queries/*.sql)
  file(GLOB migrations CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sql/migrations/*.sql)
  set(ways_back ${migrations})
  list(FILTER migrations EXCLUDE REGEX "\\.down\\.sql$")
  list(FILTER ways_back INCLUDE REGEX "\\.down\\.sql$")
  set(headers ${out}/sql/migrations.hpp ${out}/sql/all_queries.hpp)
  foreach(query IN LISTS queries)
    get_filename_component(name ${query} NAME_WE)
    list(APPEND headers ${out}/sql/${name}.hpp)
  endforeach()
  add_custom_command(
    OUTPUT ${headers}
    COMMAND ${CMAKE_COMMAND} -D "QUERIES=${queries}" -D "MIGRATIONS=${migrations}" -D OUT=${out}/sql
            -P ${generator}
    DEPENDS ${generator} ${queries} ${migrations} ${ways_back}
    COMMENT "Embedding sql/"
    VERBATIM)
  add_custom_target(${target}_sql DEPENDS ${headers})
  add_dependencies(${target} ${target}_sql)
  # SYSTEM: checks of our own headers have no business with generated ones.
  target_include_directories(${target} SYSTEM PUBLIC $<BUILD_INTERFACE:${out}>)
endfunction()
