# shellcheck shell=sh
# Reads files that another account may exchange at any moment. Comes before others in the same program.

# Ends a program that waits for what does not come. Not every host has this one.
bounded() { # SECONDS PROGRAM...
  if command -v timeout >/dev/null; then timeout "$@"; else shift && "$@"; fi
}

# Why a file is not read; nothing when it is a plain one.
not_plain() { # FILE
  if [ -L "$1" ]; then
    printf 'it is a link, and no link is followed there'
  elif [ -e "$1" ] && [ ! -f "$1" ]; then
    printf 'it is not a plain file'
  fi
}

# The log that rounds of cron write: a line has seconds since 1970, a priority and a text.
read_kept_log() { # FOLDER
  for kept in "$1/log.old" "$1/log"; do read_plain "$kept"; done | grep -aE '^[0-9]+ [0-7] '
}

# The first 4 MiB: no link is followed, and no pipe is waited for.
read_plain() { # FILE
  if [ ! -f "$1" ] || [ -L "$1" ]; then return 1; fi
  if dd if=/dev/null iflag=nonblock,nofollow count=0 2>/dev/null; then
    bounded 5 dd "if=$1" iflag=nonblock,nofollow bs=65536 count=64 2>/dev/null
  else
    bounded 5 head -c 4194304 -- "$1" 2>/dev/null
  fi
}
