/** The shells that there is a script for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** A shell that there is a script for. */
export type Shell = (typeof SHELLS)[number];

const BASH = `# Completion of kuma for bash. In ~/.bashrc:  source <(kuma completion bash)
_kuma() {
  local line kind=
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
  done < <(command kuma __complete bash "$COMP_WORDBREAKS" "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  if [[ $kind == files ]]; then compopt -o default; fi
}
complete -F _kuma kuma
`;

const ZSH = `#compdef kuma
# Completion of kuma for zsh. In ~/.zshrc, below compinit:  source <(kuma completion zsh)
_kuma() {
  local line kind=
  local -a texts shown
  while IFS= read -r line; do
    if [[ -z $kind ]]; then
      kind=$line
    else
      texts+=("\${line%%$'\\t'*}")
      shown+=("\${line/$'\\t'/  -- }")
    fi
  done < <(command kuma __complete words "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  if [[ $kind == files ]]; then _files; else compadd -l -d shown -a texts; fi
}
compdef _kuma kuma
`;

const FISH = `# Completion of kuma for fish. In ~/.config/fish/config.fish:  kuma completion fish | source
function __kuma_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    set -l lines (command kuma __complete words $words "$current" 2>/dev/null)
    test (count $lines) -gt 0; or return
    set -l kind $lines[1]
    set -e lines[1]
    if test "$kind" = files
        __fish_complete_path "$current"
    else if test (count $lines) -gt 0
        printf '%s\\n' $lines
    end
end
complete -c kuma -f -a '(__kuma_complete)'
`;

/** The script that a shell is to source. */
export function shellScript(shell: Shell): string {
  return { bash: BASH, zsh: ZSH, fish: FISH }[shell];
}
