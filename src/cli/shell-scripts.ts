/**
 * What shells are given so that they complete command lines: each script asks `incept completion SHELL --at PLACE -- WORD...`
 * and is answered a line for each word that may stand there, with a tab and what it is, or `*` and the ending of files
 * that may. The paths of files are the shell's own matter.
 */

const bash = `# incept completion bash
_incept() {
  local line folders=yes current=\${COMP_WORDS[COMP_CWORD]}
  [ "$current" = = ] && current=
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      '*'*)
        compopt -o filenames 2> /dev/null
        [ "$line" = '*' ] && folders=no
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
          [ $folders = no ] || compgen -d -- "$current"
          compgen -f -X "!$line" -- "$current"
        )
        folders=no
        ;;
      *)
        line=\${line%%$'\\t'*}
        case $line in *=) compopt -o nospace 2> /dev/null ;; esac
        COMPREPLY+=("$line")
        ;;
    esac
  done < <("\${COMP_WORDS[0]}" completion bash --at $((COMP_CWORD - 1)) -- "\${COMP_WORDS[@]:1}" 2> /dev/null)
}
complete -F _incept incept
`;

const zsh = `#compdef incept
_incept() {
  local line
  local -a names open globs
  while IFS= read -r line; do
    case $line in
      '*'*) globs+=("$line") ;;
      *'='*) open+=("\${line%%$'\\t'*}") ;;
      *) names+=("\${\${line//:/\\\\:}/$'\\t'/:}") ;;
    esac
  done < <("\${words[1]}" completion zsh --at $((CURRENT - 2)) -- "\${(@)words[2,-1]}" 2> /dev/null)
  (( \${#names} )) && _describe incept names
  (( \${#open} )) && compadd -S '' -- "\${open[@]}"
  (( \${#globs} )) && _files -g "\${(j: :)globs}"
  return 0
}
if [ "\${funcstack[1]}" = _incept ]; then _incept "$@"; else compdef _incept incept; fi
`;

const fish = `# incept completion fish
function __incept_complete
  set -l words (commandline -opc)
  set -l current "$(commandline -ct)"
  for line in ($words[1] completion fish --at (math (count $words) - 1) -- $words[2..] $current 2> /dev/null)
    switch $line
      case '\\*'
        __fish_complete_path $current
      case '\\*?*'
        __fish_complete_suffix (string sub -s 2 -- $line)
      case '*'
        echo $line
    end
  end
end
complete -c incept -f -a '(__incept_complete)'
`;

const powershell = `# incept completion powershell
Register-ArgumentCompleter -Native -CommandName incept -ScriptBlock {
  param($current, $commandAst, $cursor)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  $place = if ($current -eq '') { $words.Count } else { $words.Count - 1 }
  & $commandAst.CommandElements[0].ToString() completion powershell --at $place '--' @words 2> $null | ForEach-Object {
    if ($_.StartsWith('*')) {
      $ending = $_.Substring(1)
      [System.Management.Automation.CompletionCompleters]::CompleteFilename($current) |
        Where-Object { $_.ResultType -eq 'ProviderContainer' -or $_.ListItemText.EndsWith($ending) }
    } else {
      $word, $description = $_ -split "\`t", 2
      $kind = if ($word.StartsWith('-')) { 'ParameterName' } else { 'ParameterValue' }
      if (-not $description) { $description = $word }
      [System.Management.Automation.CompletionResult]::new($word, $word, $kind, $description)
    }
  }
}
`;

export const shellScripts = { bash, zsh, fish, powershell } as const;

export type Shell = keyof typeof shellScripts;
