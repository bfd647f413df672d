import { describe, expect, test } from 'vitest';
import { createLoopbackNetwork } from '#os/loopback-network.ts';
import { createMachine } from '#os/machine.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import { emptyReader } from '#os/readers.ts';
import { createCapture } from '#os/writers.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';
import { installCoreTools } from '../install-core-tools.ts';
import { createShellProgram } from '../shell-program.ts';

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };

/** What a line prints, errors included, and its exit code when it is not 0. */
async function run(line: string): Promise<string> {
  const simulation = createSimulation({ seed: 'tools', startMs: Date.UTC(2026, 0, 5, 9), limits: defaultLimits, host });
  const fs = createMemoryFileSystem(simulation);
  installCoreTools(fs);
  const bash = createShellProgram({ flavour: 'bash' });
  fs.installProgram('/bin/bash', bash);
  fs.installProgram('/bin/sh', bash);
  fs.makeDirectory('/work/sub', { recursive: true });
  fs.write('/work/a.yaml', 'kind: Pod\nname: a\n');
  fs.write('/work/sub/b.yaml', 'kind: Service\nname: b\n');
  const machine = createMachine({ simulation, hostname: 'box', fs, network: createLoopbackNetwork(simulation) });
  const out = createCapture();
  const child = machine.start(['bash', '-c', line], { stdin: emptyReader(), stdout: out.writer, stderr: out.writer, cwd: '/work' });
  await simulation.runUntil(() => child.exited !== undefined, 100_000);
  return `${out.text}${child.exited?.code === 0 ? '' : `[${child.exited?.code}]`}`;
}

describe('a tool', () => {
  const cases: readonly (readonly [line: string, output: string])[] = [
    ["find . -name '*.yaml' -exec grep -l Pod {} +", './a.yaml\n'],
    ["find . -type f -printf '%f %s\\n' | sort", 'a.yaml 18\nb.yaml 22\n'],
    ['find . -maxdepth 1 -type d ! -name .', './sub\n'],
    ["grep -rn 'kind: S' . ; grep -c kind a.yaml sub/b.yaml", './sub/b.yaml:1:kind: Service\na.yaml:1\nsub/b.yaml:1\n'],
    ['grep --nosuch x a.yaml', "grep: unrecognized option '--nosuch'\nTry 'grep --help' for more information.\n[2]"],
    ["sed -n '/kind/,$p' a.yaml | sed '$!d'", 'name: a\n'],
    ["printf 'a\\nb\\nc\\n' | sed 'N;s/\\n/-/'", 'a-b\nc\n'],
    ["printf 'x: 1\\n' | sed -E 's/(\\w+): ([0-9]+)/\\U\\1\\E=\\2/'; echo aXbX | sed 's/X/-/2'", 'X=1\naXb-\n'],
    ["sed -i.bak 's/Pod/Job/' a.yaml && cat a.yaml a.yaml.bak", 'kind: Job\nname: a\nkind: Pod\nname: a\n'],
    ["printf 'a 1\\nb 2\\na 3\\n' | awk '{s[$1]+=$2} END {for (k in s) printf \"%s=%d\\n\", k, s[k]}'", 'a=4\nb=2\n'],
    ['echo \'a:b:c\' | awk -F: \'BEGIN{OFS="-"} {$2="x"; print; print NF, $NF}\'', 'a-x-c\n3-c\n'],
    [
      'awk \'function f(n) { return n < 2 ? n : f(n-1) + f(n-2) } BEGIN { print f(15); print length("abc") substr("hello", 2, 3); print 1e3, 0.1 + 0.2 }\'',
      '610\n3ell\n1000 0.3\n',
    ],
    ["seq 5 | awk 'NR==2,NR==4' | awk '{ gsub(/[24]/, \"<&>\"); print }'", '<2>\n3\n<4>\n'],
    ['awk \'BEGIN { while ((getline line < "a.yaml") > 0) n++; print n; if ("x" !~ /X/) exit 3 }\'', '2\n[3]'],
    [
      "sort -t: -k2 -r a.yaml; sort -rn <<< $'3\\n10\\n2'; sort -h <<< $'1G\\n2K\\n3M'; sort -V <<< $'v1.10\\nv1.9'",
      'name: a\nkind: Pod\n10\n3\n2\n2K\n3M\n1G\nv1.9\nv1.10\n',
    ],
    ["diff -u a.yaml <(sed 's/Pod/Job/' a.yaml) | tail -n +3", '@@ -1,2 +1,2 @@\n-kind: Pod\n+kind: Job\n name: a\n'],
    ['ls -l a.yaml; ls nothing', "-rw-r--r-- 1 root root 18 Jan  5 09:00 a.yaml\nls: cannot access 'nothing': No such file or directory\n[2]"],
    ['cp -r sub copy && mv copy/b.yaml . && rm -r copy && ls', 'a.yaml\nb.yaml\nsub\n'],
    ['chmod u=rw,go= a.yaml && stat -c "%A %a" a.yaml; mkdir -p x/y && rmdir x', "-rw------- 600\nrmdir: failed to remove 'x': Directory not empty\n[1]"],
    ['date -u +%FT%T; date -d "1 hour ago" +%T; date -d @0 -u', '2026-01-05T09:00:00\n08:00:00\nThu Jan  1 00:00:00 UTC 1970\n'],
    ['timeout 2 sleep 5; echo $?; timeout -s KILL 1 sleep 5; echo $?', '124\n137\n'],
    ['(sleep 1; echo late >> a.yaml) & timeout 3 tail -n 1 -f a.yaml', 'name: a\nlate\n[124]'],
    ["printf 'a\\tb\\n' | cut -f2; echo hello | tr 'a-y' 'b-z'; echo aabbc | tr -s ab; printf 'b\\na\\n' | tac", 'b\nifmmp\nabc\na\nb\n'],
    ["printf '%s\\n' one two | xargs -I{} echo '<{}>'; echo 'a b c' | xargs -n2; false | xargs -r echo no", '<one>\n<two>\na b\nc\n'],
    ['echo hi | base64 | base64 -d; echo -n abc | md5sum; seq -w 8 10 | paste -sd,', 'hi\n900150983cd24fb0d6963f7d28e17f72  -\n08,09,10\n'],
    ['wc -l a.yaml sub/b.yaml', ' 2 a.yaml\n 2 sub/b.yaml\n 4 total\n'],
    ['vi a.yaml', 'vi: there is no screen to edit on; use cat with a here-document, or sed -i\n[1]'],
  ];
  for (const [line, output] of cases) test(line, async () => expect(await run(line)).toBe(output));
});
