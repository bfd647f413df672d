import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Invocation } from '../command.ts';
import { usageErrorOf } from '../kubectl-error.ts';

/**
 * Asks kubectl itself what could stand where the cursor is; `:0` at the end means that files are as good a guess.
 * bash splits a word at `=` and `:`: kubectl is given the whole, and what is on the line already is taken off its answers.
 */
const bashScript = `# bash completion for kubectl

__start_kubectl() {
    local line="\${COMP_LINE:0:COMP_POINT}" cur out before at
    local -a words
    COMPREPLY=()
    read -ra words <<<"$line"
    if [[ $line == *[[:blank:]] ]]; then words+=(""); fi
    cur="\${words[-1]}"
    out=$(kubectl __complete "\${words[@]:1}" 2>/dev/null)
    COMPREPLY=($(compgen -W "\${out%:*}" -- "$cur"))
    if [[ $cur == *[=:]* ]]; then
        before="\${cur%"\${cur##*[=:]}"}"
        for at in "\${!COMPREPLY[@]}"; do COMPREPLY[at]="\${COMPREPLY[at]#"$before"}"; done
    fi
}

if [[ $(type -t compopt) = "builtin" ]]; then
    complete -o default -F __start_kubectl kubectl
else
    complete -o default -o nospace -F __start_kubectl kubectl
fi
`;

async function run(_: undefined, { args, process, commandPath }: Invocation): Promise<undefined> {
  const [shell] = args;
  if (shell === undefined) throw usageErrorOf(commandPath, 'Shell not specified.');
  if (args.length > 1) throw usageErrorOf(commandPath, 'Too many arguments. Expected only the shell type.');
  if (['fish', 'powershell', 'zsh'].includes(shell)) throw new UsageError(`completion for ${shell} is not supported by this kubectl: use bash`);
  if (shell !== 'bash') throw usageErrorOf(commandPath, `Unsupported shell type ${JSON.stringify(shell)}.`);
  await process.print(bashScript);
}

export const completion = defineCommand<undefined>({
  name: 'completion',
  usage: 'completion SHELL',
  short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  long: 'Output shell completion code for the specified shell. The shell must evaluate it to complete the commands of kubectl.',
  examples: `  # Load completion into the current shell
  source <(kubectl completion bash)`,
  flags: [],
  run,
});
