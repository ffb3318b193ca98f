#!/bin/sh
# Started by fcgiwrap for each delivery, as the user that owns the database and the key.
exec syncctl webhook ingest "$SYNCCTL_WEBHOOK" --cgi
