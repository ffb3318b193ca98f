# What `cmake --install` puts where, and the Debian package (scripts/package).

# Manual pages and changelogs are compressed, as Debian has them, without time and name: the same octets each time.
find_program(GZIP_PROGRAM gzip REQUIRED)
set(SYNCCTL_MANUAL_DATE "")
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  string(TIMESTAMP SYNCCTL_MANUAL_DATE "%Y-%m-%d" UTC)
endif()
set(packaging_dir ${PROJECT_BINARY_DIR}/packaging)
add_custom_command(
  OUTPUT ${packaging_dir}/manual.stamp
  COMMAND syncctl_manual ${packaging_dir}/man1 ${PROJECT_VERSION} "${SYNCCTL_MANUAL_DATE}"
  COMMAND find ${packaging_dir}/man1 -name "*.1" -exec ${GZIP_PROGRAM} -9nf {} +
  COMMAND ${CMAKE_COMMAND} -E touch ${packaging_dir}/manual.stamp
  DEPENDS syncctl_manual
  COMMENT "Writing the manual pages"
  VERBATIM)
set(compressed "")
function(syncctl_compress source name)
  add_custom_command(
    OUTPUT ${packaging_dir}/${name}
    COMMAND ${CMAKE_COMMAND} -E copy ${PROJECT_SOURCE_DIR}/${source} ${packaging_dir}/${name}.plain
    COMMAND ${GZIP_PROGRAM} -9nf -S .gz ${packaging_dir}/${name}.plain
    COMMAND ${CMAKE_COMMAND} -E rename ${packaging_dir}/${name}.plain.gz ${packaging_dir}/${name}
    DEPENDS ${PROJECT_SOURCE_DIR}/${source}
    VERBATIM)
  list(APPEND compressed ${packaging_dir}/${name})
  set(compressed ${compressed} PARENT_SCOPE)
endfunction()
syncctl_compress(CHANGELOG.md changelog.gz)
syncctl_compress(data/debian/changelog changelog.Debian.gz)
syncctl_compress(data/debian/syncctl-service.8 syncctl-service.8.gz)
add_custom_target(syncctl_packaging ALL DEPENDS ${packaging_dir}/manual.stamp ${compressed})

install(DIRECTORY data/mappings DESTINATION ${CMAKE_INSTALL_DATADIR}/syncctl)
install(DIRECTORY data/webhooks DESTINATION ${CMAKE_INSTALL_DATADIR}/syncctl USE_SOURCE_PERMISSIONS)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})
# OPTIONAL: who built nothing but the program installs it without them.
install(DIRECTORY ${packaging_dir}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} OPTIONAL)
install(FILES ${packaging_dir}/syncctl-service.8.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man8 OPTIONAL)
install(FILES ${packaging_dir}/changelog.gz ${packaging_dir}/changelog.Debian.gz
  DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)
install(FILES data/debian/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY data/cron data/logrotate data/demo DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(FILES data/completions/syncctl.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME syncctl)
install(FILES data/completions/syncctl.zsh
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _syncctl)
install(FILES data/completions/syncctl.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(DIRECTORY data/systemd/ DESTINATION lib/systemd/system FILES_MATCHING PATTERN "*.service" PATTERN "*.timer")
install(FILES data/debian/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME syncctl)
install(PROGRAMS data/debian/syncctl-service DESTINATION ${CMAKE_INSTALL_SBINDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME syncctl)
set(CPACK_PACKAGE_CONTACT "The syncctl maintainers <maintainers@users.noreply.r-seed-149c2453.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "keep work items in step between two trackers")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 1)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/settle_package.cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Beside what the binary is linked with: libcurl is loaded when it is needed, and so are the time zones.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, libcurl4 (>= 7.88), tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cron | systemd, logrotate")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${PROJECT_SOURCE_DIR}/data/debian/postinst
  ${PROJECT_SOURCE_DIR}/data/debian/prerm
  ${PROJECT_SOURCE_DIR}/data/debian/postrm)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Bugs, stories, incidents and requests of two trackers, such as Azure DevOps
and ServiceDesk Plus, are kept in step: each edit of a field reaches the other
side, edits of different fields are merged, and a conflict waits for a person.
Nothing is created twice, and nothing is taken for deleted because it could
not be read.
.
It is one command-line program for cron, systemd timers and scripts. All state
is in one SQLite database, with the credentials sealed by a key that is kept
elsewhere.")
include(CPack)
