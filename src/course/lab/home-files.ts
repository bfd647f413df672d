/** Files of a home folder that every lab begins with; the lesson's own come on top. */
export const dotfiles: Readonly<Record<string, string>> = {
  '.bashrc': `# Settings of this shell. Change them as you like; a new terminal reads them.
PS1='\\[\\e[1;34m\\]\\w\\[\\e[0m\\] \\$ '
HISTCONTROL=ignoreboth
alias ll='ls -l'
alias k=kubectl

# The context and namespace of kubectl, for a prompt: PS1='($(kube_ps1)) \\w \\$ '
kube_ps1() {
  local context namespace
  context=$(kubectl config current-context 2>/dev/null) || return
  namespace=$(kubectl config view --minify -o jsonpath='{.contexts[0].context.namespace}' 2>/dev/null)
  echo "$context:\${namespace:-default}"
}
`,
  '.profile': `# Read by login shells.
if [ -n "$BASH_VERSION" ] && [ -f "$HOME/.bashrc" ]; then
  . "$HOME/.bashrc"
fi
`,
};

/** Functions that completion scripts of other programs expect of the system. */
export const bashCompletion = `# Functions for completion scripts.

# Puts the word to complete and its surroundings into cur, prev, words and cword.
# With -n CHARS, words that were split at one of CHARS are whole again.
_get_comp_words_by_ref() {
  local kept= word at whole
  if [[ $1 == -n ]]; then kept=$2; shift 2; fi
  words=()
  cword=0
  for ((at = 0; at <= COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    whole=
    if ((at > 0 && \${#words[@]} > 1)) && [[ -n $kept ]]; then
      [[ -n $word && $kept == *"$word"* ]] && whole=yes
      [[ \${COMP_WORDS[at-1]} == ? && $kept == *"\${COMP_WORDS[at-1]}"* ]] && whole=yes
    fi
    if [[ $whole ]]; then words[-1]+=$word; else words+=("$word"); fi
  done
  cword=$((\${#words[@]} - 1))
  cur=\${words[cword]}
  prev=
  if ((cword > 0)); then prev=\${words[cword-1]}; fi
}

_init_completion() {
  COMPREPLY=()
  _get_comp_words_by_ref "$@"
}

# Takes from the candidates what stands before the last colon of the word: it is on the line already.
__ltrim_colon_completions() {
  local before at
  [[ $1 == *:* && $COMP_WORDBREAKS == *:* ]] || return 0
  before=\${1%"\${1##*:}"}
  for at in "\${!COMPREPLY[@]}"; do COMPREPLY[at]=\${COMPREPLY[at]#"$before"}; done
}

_filedir() {
  COMPREPLY+=($(compgen -f -- "$cur"))
}
`;
