# shellcheck shell=sh
# Files are changed by their names in the working directory, which nobody can exchange for another. It is entered folder by
# folder, and each one is looked at: root changes nothing where another account could exchange what it changes. Comes
# before journal.sh in the same program.

own=$(id -u)
entered=

# A person's agent runs as that person, who gains nothing by a change of their own folders.
require_own_folder() { # PATH
  if [ "$scope" = user ]; then return; fi
  trouble=
  IFS=: read -r holder holder_name mode group <<END
$(stat -c %u:%U:%a:%G .)
END
  case $mode in
    # What has the sticky bit is shared, but nobody can exchange what is another's there.
    [1357]??[2367]) ;;
    *[2367]) trouble='every account may write to it' ;;
    *[2367]?) if [ "$group" = kuma-agent ]; then trouble="the agent's group may write to it"; fi ;;
  esac
  # polkit's own account owns the folder of its rules, and decides what everybody may do anyway.
  case $holder:$holder_name in 0:* | "$own":* | *:polkitd) ;; *) trouble='another account owns it' ;; esac
  if [ -z "$trouble" ]; then return; fi
  printf '%s: root changes nothing in this folder, because %s\n' "$1" "$trouble" >&2
  return 1
}

follow() { # FOLDER HOW-MANY-LINKS
  cd / || return
  rest=${1#/} behind=
  while [ -n "$rest" ]; do
    part=${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    if [ -z "$part" ]; then continue; fi
    behind=$behind/$part
    if [ -L "./$part" ]; then
      # One with a second name may have been made elsewhere, and for something else.
      case $(stat -c %u:%h -- "./$part") in 0:1 | "$own:1") ;; *)
        printf '%s: a link of another account\n' "$behind" >&2
        return 1
        ;;
      esac
      if [ "$2" -ge 40 ] || ! part=$(readlink -f -- "./$part"); then
        printf '%s: No such file or directory\n' "$behind" >&2
        return 2
      fi
      follow "$part${rest:+/$rest}" $(($2 + 1))
      return
    fi
    if [ ! -d "./$part" ]; then
      printf '%s: No such file or directory\n' "$behind" >&2
      return 2
    fi
    cd -P -- "./$part" && require_own_folder "$behind" || return 1
  done
}

# Makes the folder that a path lies in the working directory, and its last part the name; 2 when there is no such folder.
enter() { # PATH
  name=./${1##*/}
  set -- "${1%/*}"
  if [ "$1" = "$entered" ]; then return; fi
  entered=
  follow "$1" 0 || return
  entered=$1
}
