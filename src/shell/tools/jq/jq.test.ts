import { describe, expect, test } from 'vitest';
import { createLoopbackNetwork } from '#os/loopback-network.ts';
import { createMachine } from '#os/machine.ts';
import { createMemoryFileSystem } from '#os/memory-file-system.ts';
import { readerOf } from '#os/readers.ts';
import { createCapture } from '#os/writers.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';
import { jq } from './jq.ts';

const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };

async function run(input: string, ...args: string[]): Promise<string> {
  const simulation = createSimulation({ seed: 'jq', startMs: 0, limits: defaultLimits, host });
  const machine = createMachine({ simulation, hostname: 'box', fs: createMemoryFileSystem(simulation), network: createLoopbackNetwork(simulation) });
  const [out, err] = [createCapture(), createCapture()];
  const child = machine.start(['jq', ...args], { stdin: readerOf(input), stdout: out.writer, stderr: err.writer, program: jq });
  await simulation.runUntil(() => child.exited !== undefined, 10_000);
  return `${out.text}${err.text}${child.exited?.code === 0 ? '' : `[${child.exited?.code}]`}`;
}

const pods = JSON.stringify({
  items: [
    {
      metadata: { name: 'web-1', labels: { app: 'web' } },
      spec: { containers: [{ name: 'c', image: 'nginx:1.25' }] },
      status: { phase: 'Running', restarts: 2 },
    },
    {
      metadata: { name: 'db-0' },
      spec: {
        containers: [
          { name: 'd', image: 'redis' },
          { name: 'e', image: 'busybox' },
        ],
      },
      status: { phase: 'Pending', restarts: 0 },
    },
  ],
});

describe('jq', () => {
  const cases: readonly (readonly [name: string, input: string, args: readonly string[], output: string])[] = [
    ['selects', pods, ['-r', '.items[] | select(.status.phase != "Running") | .metadata.name'], 'db-0\n'],
    ['interpolates', pods, ['-r', '.items[] | "\\(.metadata.name): \\(.spec.containers | length)"'], 'web-1: 1\ndb-0: 2\n'],
    ['walks lists in lists', pods, ['-r', '.items[].spec.containers[].image'], 'nginx:1.25\nredis\nbusybox\n'],
    ['takes what is missing as null', pods, ['-c', '[.items[] | .metadata.labels.app // "none"]'], '["web","none"]\n'],
    [
      'groups in order',
      pods,
      ['-c', '.items | group_by(.status.phase) | map({phase: .[0].status.phase, n: length})'],
      '[{"phase":"Pending","n":1},{"phase":"Running","n":1}]\n',
    ],
    ['updates places', '{"a":[1,2,3],"b":{"c":1}}', ['-c', '.a[1:] |= map(. * 10) | .b.c += 1 | .d.e = "x"'], '{"a":[1,20,30],"b":{"c":2},"d":{"e":"x"}}\n'],
    ['deletes places', '{"a":[1,2,3],"b":1}', ['-c', 'del(.a[0, 2], .b)'], '{"a":[2]}\n'],
    ['removes by an empty update', '[1,2,3,4]', ['-c', '(.[] | select(. % 2 == 0)) |= empty'], '[1,3]\n'],
    ['keeps the order of keys that look like numbers', '{"10":1,"2":2}', ['-c', '.'], '{"10":1,"2":2}\n'],
    ['reduces and loops', 'null', ['-nc', '[reduce range(5) as $i (0; . + $i), foreach (1,2,3) as $x (0; . + $x)]'], '[10,1,3,6]\n'],
    ['defines functions', 'null', ['-n', 'def f(g; $n): g * $n; 3 | f(. + 1; 2)'], '8\n'],
    ['takes patterns apart', '[{"a":1,"b":[2,3]}]', ['-c', '.[] as {a: $x, b: [$y, $z]} | [$x, $y, $z]'], '[1,2,3]\n'],
    [
      'matches regular expressions',
      '"nginx:1.25.3"',
      ['-c', '[test("^NGINX"; "i"), (capture("(?<name>\\\\w+):(?<tag>.+)") | .tag), sub("\\\\d+"; "2"), [scan("\\\\d+")]]'],
      '[true,"1.25.3","nginx:2.25.3",["1","25","3"]]\n',
    ],
    ['changes entries', '{"a":1,"b":2}', ['-c', 'with_entries(select(.value > 1) | .key |= "x-" + .)'], '{"x-b":2}\n'],
    ['lists paths', '{"a":[{"b":1}]}', ['-c', '[paths(scalars)]'], '[["a",0,"b"]]\n'],
    ['catches errors', '{"a":1}', ['-c', '[.a[]?], (try error("x") catch .), (try .a.b catch .)'], '[]\n"x"\n"Cannot index number with \\"b\\""\n'],
    ['reads several values', '1 2\n3', ['-c', '-s', '.'], '[1,2,3]\n'],
    ['reads lines', 'a\nb\n', ['-R', '.'], '"a"\n"b"\n'],
    ['sorts keys and indents', '{"b":1,"a":[]}', ['-S', '--tab', '.'], '{\n\t"a": [],\n\t"b": 1\n}\n'],
    ['takes arguments', 'null', ['-nr', '--arg', 'x', '1', '--argjson', 'y', '{"z":2}', '$x + ($y.z|tostring), $ARGS.named.x', '--args', 'p'], '12\n1\n'],
    ['formats rows', '[1,"a\\"b",null]', ['-r', '@csv, @tsv, @base64 "\\(.[1])", @sh'], '1,"a""b",\n1\ta"b\t\nYSJi\n1 \'a"b\' null\n'],
    ['tells what failed', '{"a":null}', ['.a[]'], 'jq: error (at <stdin>:0): Cannot iterate over null (null)\n[5]'],
    ['refuses what is no program', '{}', ['.a |'], 'jq: error: syntax error, unexpected end of file\njq: 1 compile error\n[3]'],
    ['refuses names it does not have', '{}', ['nosuch(1)'], 'jq: error: nosuch/1 is not defined\njq: 1 compile error\n[3]'],
    ['computes dates', '0', ['-r', 'todate, (todate | fromdate)'], '1970-01-01T00:00:00Z\n0\n'],
  ];
  for (const [name, input, args, output] of cases) test(name, async () => expect(await run(input, ...args)).toBe(output));
});
