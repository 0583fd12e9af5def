/**
 * What a shell sources to complete `motia`: each asks the project's own Motia (`motia complete -- words…`) for the lines
 * `value<tab>meaning`, and falls back to names of files where there are none. Pure; completion.ts prints them.
 */
export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** `npx motia …` is completed as well. */
export function toScript(shell: Shell): string {
  return { bash: BASH, zsh: ZSH, fish: FISH }[shell]
}

/** The nearest installed one upwards, else the one on PATH. Also a function of zsh. */
const FIND = `_motia_find() {
  local folder=$PWD
  while [ -n "$folder" ]; do
    if [ -x "$folder/node_modules/.bin/motia" ]; then
      printf '%s' "$folder/node_modules/.bin/motia"
      return 0
    fi
    folder=\${folder%/*}
  done
  command -v motia
}`

const BASH = `# Completion of motia for bash. In ~/.bashrc: eval "$(npx motia completion bash)"
${FIND}

_motia_complete() {
  local first=1 motia value meaning
  COMPREPLY=()
  case \${COMP_WORDS[0]##*/} in
    npx | bunx)
      [ "\${COMP_WORDS[1]}" = motia ] && [ "$COMP_CWORD" -gt 1 ] || return 0
      first=2
      ;;
  esac
  motia=$(_motia_find) || return 0
  while IFS=$'\\t' read -r value meaning; do
    COMPREPLY+=("$value")
  done < <("$motia" complete -- "\${COMP_WORDS[@]:first:COMP_CWORD-first+1}" 2>/dev/null)
}

complete -o default -F _motia_complete motia
for _motia_name in npx bunx; do
  complete -p "$_motia_name" >/dev/null 2>&1 || complete -o default -F _motia_complete "$_motia_name"
done
unset _motia_name
`

const ZSH = `#compdef motia
# Completion of motia for zsh. In ~/.zshrc, after compinit: eval "$(npx motia completion zsh)"
${FIND}

_motia_complete() {
  local first=2 motia line
  local -a found
  if [[ \${words[1]:t} == (npx|bunx) ]]; then
    if [[ \${words[2]} != motia ]] || (( CURRENT < 3 )); then
      _default
      return
    fi
    first=3
  fi
  motia=$(_motia_find) || return 1
  for line in "\${(@f)$("$motia" complete -- "\${(@)words[first,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#found} )); then
    _describe motia found
  else
    _files
  fi
}

compdef _motia_complete motia
for _motia_name in npx bunx; do
  [[ -n \${_comps[$_motia_name]} ]] || compdef _motia_complete $_motia_name
done
unset _motia_name
`

const FISH = `# Completion of motia for fish: npx motia completion fish > ~/.config/fish/completions/motia.fish
function __motia_find
    set -l folder $PWD
    while test -n "$folder"
        if test -x "$folder/node_modules/.bin/motia"
            echo "$folder/node_modules/.bin/motia"
            return 0
        end
        set folder (string replace -r '/[^/]*$' '' -- $folder)
    end
    command -v motia
end

function __motia_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -e words[1]
    if test (count $words) -gt 0; and test "$words[1]" = motia
        set -e words[1]
    end
    set -l motia (__motia_find); or return
    set -l found ($motia complete -- $words "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path "$current"
    end
end

complete -c motia -f -a '(__motia_complete)'
complete -c npx -n '__fish_seen_subcommand_from motia' -f -a '(__motia_complete)'
`
