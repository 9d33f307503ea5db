#!/bin/sh
# Looks at this host once and pushes what it finds to Uptime Kuma. Made by "kuma-agent sh" from the agent's config:
# change that and make this again. Run it once in each period (see below); --help says more.
# shellcheck disable=SC2016,SC2317 # single quotes hold texts other than shell; one function is called by a made-up name
# shellcheck disable=SC2034 # other parts of the script use its variables
