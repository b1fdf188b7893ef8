#!/bin/sh
# /usr/local/bin/salesfit: any command of Salesfit, as the user of the site and with its settings. For root.
set -a
. /etc/salesfit.env
umask 077
cd /srv/salesfit/code || exit 1
exec runuser -u salesfit -- /usr/bin/python3 -m lms "$@"
