// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of a shell
import type { Random } from '#sim/random.ts';

/** Files that lie in the folder a program runs in. */
export const fuzzFiles: Readonly<Record<string, string>> = {
  'a.txt': 'one two\nthree\n\nfour  five\n',
  'b.txt': 'b:1\na:2\nc:3\na:2\n',
  'c.md': '# title\nx=1\n',
};

const names = ['x', 'y', 'z', 'n', 'unset_one'];
const texts = [
  'a',
  'ab',
  'foo',
  'foo bar',
  'a.b.c',
  '',
  '*',
  'x=y',
  '  two  ',
  'ÄÖ',
  '-n',
  '0',
  '7',
  '12',
  'path/to/file.txt',
  '[a]',
  '~',
  '\\t',
  '%d',
  'a:b:c',
];
const patterns = ['a*', '*b', '?', 'f*o', '[a-c]*', '*.', '*/', '', '*', 'foo', '.*', '[!a]*', '\\*'];
const numbers = [
  '0',
  '1',
  '2',
  '3',
  '10',
  '-1',
  'n',
  'n+1',
  '2*3',
  'n%2',
  '(1+2)*n',
  'n<3',
  'n==7',
  '1?2:3',
  '~n',
  'n**2',
  'n<<1',
  '5/2',
  '-7/2',
  '-7%3',
  'n&3',
  'n|8',
  'n^1',
  '!n',
  'n&&0',
  '0||n',
  '0x1f',
  '010',
  'z=4',
  'n++',
  '--n',
  '2,3',
];
const filters = [
  'sort',
  'sort -r',
  'sort -n',
  'head -n 2',
  'tail -n 1',
  'tail -n +2',
  'wc -l',
  'tr a-z A-Z',
  'tr -d aeiou',
  'cut -c1-3',
  'cut -d: -f1',
  "sed 's/a/X/'",
  "sed 's/[aeiou]/<&>/g'",
  'sed -n 2p',
  'sed 1d',
  'grep a',
  'grep -v a',
  'grep -c .',
  'uniq -c',
  'rev',
  'cat',
  'cat -n',
  'tac',
  'nl',
  "awk '{print $1}'",
  "awk '{print NF, $NF}'",
  "awk -F: '{s+=$2} END{print s+0}'",
  'fold -w 3',
  'paste -sd, -',
  'xargs -n 2 echo',
  'tr -s " "',
  'grep -o "[a-z]*"',
  'sort -u',
];
const conditions = [
  '-n "$x"',
  '-z "$y"',
  '"$x" = "$y"',
  '"$x" != foo',
  '-f a.txt',
  '-d .',
  '-e nope',
  '"${n:-0}" -gt 2',
  '1 -lt 2',
  '! -s a.txt',
  '"$x" = a -o "$y" = foo',
  '-v x',
];
const doubleConditions = [
  '$x == a*',
  '$x = "$y"',
  '$x =~ ^[a-z]+$',
  '-z $y',
  '$x < $y',
  '$n -ge 3',
  '$x == *b* && -n $y',
  '! $x == foo',
  '-n $x || -f nope',
  '( $x == a ) && $y',
  '$x != @(a|b)',
];

/** Writes random programs: what shells are used for, put together at random. */
export function createProgramWriter(random: Random): () => string {
  const pick = random.pick.bind(random) as <T>(list: readonly T[]) => T;
  const chance = (percent: number): boolean => random.below(100) < percent;
  const name = (): string => pick(names);
  const single = (text: string): string => `'${text}'`;

  const parameter = (): string => {
    const of = name();
    const operation = pick([
      () => '',
      () => '',
      () => `:-${pick(['d', '$y', ''])}`,
      () => `-${pick(['d', ''])}`,
      () => `:+${pick(['s', '"s t"'])}`,
      () => `+s`,
      () => `#${pick(patterns)}`,
      () => `##${pick(patterns)}`,
      () => `%${pick(patterns)}`,
      () => `%%${pick(patterns)}`,
      () => `/${pick(['a', 'o', '[a-z]', '?', '.'])}/${pick(['X', '', '&'])}`,
      () => `//${pick(['a', 'o', ' ', '.'])}/${pick(['_', ''])}`,
      () => '^',
      () => '^^',
      () => ',',
      () => ',,',
      () => `:${pick(['0', '1', '2', ' -2'])}`,
      () => `:${pick(['0', '1'])}:${pick(['1', '2', '-1'])}`,
      () => '@Q',
      () => `:=${pick(['k', 'v'])}`,
    ])();
    return chance(15) ? `\${#${of}}` : `\${${of}${operation}}`;
  };
  const array = (): string =>
    pick([
      '${arr[@]}',
      '${arr[*]}',
      '${#arr[@]}',
      '${arr[0]}',
      '${arr[-1]}',
      '${arr[1]}',
      '${!arr[@]}',
      '${arr[@]:1}',
      '${arr[@]:0:1}',
      '${arr[@]/a/X}',
      '${arr[@]%b}',
      '${#arr[0]}',
      '$*',
      '$@',
      '$#',
      '${1:-none}',
      '$2',
      '${@:2}',
      '$?',
    ]);
  const arithmetic = (): string => `$((${pick(numbers)}))`;
  const expansion = (depth: number): string =>
    chance(45) ? parameter() : chance(40) ? array() : chance(60) || depth <= 0 ? arithmetic() : `$(${simple(depth - 1)})`;
  const word = (depth: number): string =>
    pick([
      () => pick(['a', 'foo', 'b.c', '*.txt', '?.md', 'no*match', '{a,b}c', '{1..3}', 'x{,y}', '[ab].txt', '\\$x', 'a\\ b']),
      () => single(pick(texts)),
      () => `"${expansion(depth)}"`,
      () => `"pre ${expansion(depth)} post"`,
      () => expansion(depth),
      () => `${pick(['p', ''])}${expansion(depth)}${pick(['', 's'])}`,
      () => `$'${pick(['a\\tb', 'x\\ny', "it\\'s", '\\x41'])}'`,
    ])();
  const words = (depth: number, most = 3): string => Array.from({ length: 1 + random.below(most) }, () => word(depth)).join(' ');

  const print = (depth: number): string =>
    pick([
      () => `echo ${words(depth)}`,
      () => `printf '<%s>' ${words(depth)}; echo`,
      () => `printf '%s\\n' ${words(depth)}`,
      () => `printf '%03d|%-4s|%x\\n' ${pick(['7', '$n', '12'])} ${word(depth)} 255`,
      () => `echo -n ${word(depth)}; echo`,
      () => `echo -e ${word(depth)}`,
    ])();
  const assignment = (depth: number): string =>
    pick([
      () => `${name()}=${single(pick(texts))}`,
      () => `${name()}="${expansion(depth)}"`,
      () => `n=${random.below(12)}`,
      () => `n=${arithmetic()}`,
      () => `arr=(${words(depth, 4)})`,
      () => `arr+=(${word(depth)})`,
      () => `${pick(['x', 'y'])}+=${pick(['q', '" r"'])}`,
      () => `set -- ${words(depth, 3)}`,
      () => `IFS=${pick([':', '","', "' '"])} read -r x y <<< ${single(pick(['a:b:c', '1,2', 'p q r', '']))}`,
      () => `declare -A map=([k]=v [j]="$x"); echo "\${map[k]}-\${map[j]}-\${#map[@]}"`,
      () => `local_test() { local x=inner; echo "$x \${1-}"; return ${random.below(4)}; }; local_test ${word(depth)}`,
      () => 'unset y',
      () => `let n=${pick(['n+1', '3', 'n*2'])}`,
      () => `((${pick(['n++', 'n=5', 'n>3', 'n-=1'])}))`,
    ])();
  const simple = (depth: number): string =>
    chance(55)
      ? print(depth)
      : chance(60)
        ? pick([
            'true',
            'false',
            ':',
            'cat a.txt',
            'cat b.txt',
            'ls',
            'echo "$x"',
            `test ${pick(conditions)}`,
            `[ ${pick(conditions)} ]`,
            `[[ ${pick(doubleConditions)} ]]`,
            'cat nope 2>/dev/null',
            '(exit 3)',
          ])
        : assignment(depth);
  const pipeline = (depth: number): string => {
    const stages = Array.from({ length: 1 + random.below(2) }, () => pick(filters));
    return `${chance(10) ? '! ' : ''}${pick(['cat a.txt', 'cat b.txt', `echo ${words(depth)}`, `printf '%s\\n' ${words(depth, 4)}`, 'seq 5', 'cat *.txt'])} | ${stages.join(' | ')}`;
  };
  const redirected = (depth: number): string =>
    pick([
      () => `${print(depth)} > out; cat out`,
      () => `{ ${print(depth)}; ${print(depth)}; } > out; wc -l < out`,
      () => `cat <<EOF\n${parameter()} ${arithmetic()} \\$x\nEOF`,
      () => `cat <<'EOF'\n${parameter()}\nEOF`,
      () => `cat <<< ${word(depth)}`,
      () => `while read -r a b; do echo "[$a|$b]"; done < a.txt`,
      () => `echo err >&2; ${print(depth)}`,
      () => `diff <(echo ${word(depth)}) <(echo ${word(depth)}) > /dev/null; echo $?`,
      () => `echo a >> out; echo b >> out; cat out`,
    ])();
  const block = (depth: number): string => Array.from({ length: 1 + random.below(2) }, () => statement(depth - 1)).join('\n');
  const compound = (depth: number): string =>
    pick([
      () =>
        `if ${pick([`[ ${pick(conditions)} ]`, `[[ ${pick(doubleConditions)} ]]`, `((${pick(['n>2', 'n', '0', '1'])}))`, simple(0)])}; then\n${block(depth)}\n${chance(50) ? `else\n${block(depth)}\n` : ''}fi`,
      () => `for i in ${words(0, 4)}; do\n${chance(25) ? `[ "$i" = a ] && ${pick(['break', 'continue'])}\n` : ''}echo "i=$i"\n${block(depth)}\ndone`,
      () => `for ((i = 0; i < ${random.below(4)}; i++)); do\n${block(depth)}\ndone`,
      () => `k=0; while [ $k -lt ${random.below(4)} ]; do k=$((k+1))\n${block(depth)}\ndone`,
      () =>
        `case ${word(0)} in\n${pick(['a', 'a*', '*.txt', '"$x"', '[0-9]*'])}) echo first ;;\n${pick(['foo|b*', '?', '""'])}) echo second ${pick([';;', ';&', ';;&'])}\n*) echo other ;;\nesac`,
      () => `f() {\n${block(depth)}\n${chance(40) ? `return ${random.below(5)}\n` : ''}}\nf ${words(0, 2)}`,
      () => `( ${statement(depth - 1)}\n${assignment(0)})`,
      () => `{ ${statement(depth - 1)}\n}`,
      () => `${simple(depth - 1)} ${pick(['&&', '||'])} ${simple(depth - 1)}`,
      () => `until ((n++ > 3)); do echo "n=$n"; done`,
      () => `out=$(${statement(depth - 1)}\n); echo "[$out] $?"`,
      () => `${pick(['set -e', 'set -u', 'set -o pipefail', 'set -f', 'shopt -s nullglob', 'shopt -s extglob', `trap 'echo bye $?' EXIT`, 'set +e'])}`,
      () => `mapfile -t arr < b.txt; echo "\${#arr[@]} \${arr[1]-}"`,
      () => `while getopts ab:c o -a -b v; do echo "$o \${OPTARG-}"; done`,
    ])();
  const statement = (depth: number): string =>
    depth <= 0 || chance(40) ? (chance(65) ? simple(depth) : pipeline(depth)) : chance(60) ? compound(depth) : redirected(depth);

  return () => {
    const lines = [assignment(0), `arr=(${words(0, 4)})`, ...Array.from({ length: 2 + random.below(4) }, () => statement(2))];
    return `${lines.join('\n')}\necho "end $?"`;
  };
}
