import { beforeAll, describe, expect, test } from 'vitest';
import { createCluster } from '#cluster/cluster.ts';
import { createWorkstation, learner } from '#course/lab/workstation.ts';
import { images } from '#images/catalog.ts';
import type { Machine } from '#os/process.ts';
import { createTty } from '#os/terminal-device.ts';
import { defaultLimits } from '#sim/limits.ts';
import { createSimulation } from '#sim/simulation.ts';

const ctrl = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) & 0x1f);

let machine: Machine;
/** Types and waits. @returns what the screen was sent, without colours and cursor moves */
let type: (keys: string, ms?: number) => Promise<string>;

beforeAll(async () => {
  const host = { turn: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const simulation = createSimulation({ seed: 'workstation', startMs: Date.UTC(2026, 0, 5), limits: defaultLimits, host });
  const nodes = ['node-1', 'node-2'].map((name) => ({ name, cpu: '4', memory: '8Gi' }));
  const cluster = createCluster({ simulation, images, nodes, imagesPresent: true });
  await cluster.boot();
  machine = createWorkstation({ cluster, namespace: 'default', files: { 'pod.yaml': 'kind: Pod\nspec:\n  containers:\n  - name: a\n    image: nginx\n' } });
  let screen = '';
  const tty = createTty(simulation, { columns: 100, rows: 30, onOutput: (text) => (screen += text) });
  machine.start(['bash', '-l'], { stdin: tty.reader, stdout: tty.writer, stderr: tty.writer, tty, cwd: learner.home });
  type = async (keys, ms = 500) => {
    simulation.inject(() => tty.input(keys));
    await simulation.advance(ms);
    const shown = screen.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');
    screen = '';
    return shown;
  };
  await type('');
});

/** The last full line that was printed before the prompt. */
const lastLine = (shown: string): string => shown.trimEnd().split(/\r\n/).at(-2) ?? '';

describe('at the workstation', () => {
  test('the prompt is the folder, and may show context and namespace', async () => {
    expect(await type('cd /tmp; cd\r')).toMatch(/~ \$ \r$/);
    expect(await type(`PS1='($(kube_ps1)) \\w \\$ '\r`, 2000)).toMatch(/\(drydock:default\) ~ \$ \r$/);
    await type('. ~/.bashrc\r');
  });

  test('kubectl is completed by itself, by its alias, and by the script it prints', async () => {
    expect(await type('k get statef\t')).toContain('k get statefulsets.apps ');
    await type(`${ctrl('U')}source <(kubectl completion bash); complete -F __start_kubectl q\r`);
    expect(await type('kubectl get node \t\t')).toMatch(/node-1 +node-2/);
    expect(await type(`${ctrl('U')}q get pods --namespace=kube-s\t`)).toContain('--namespace=kube-system');
    await type(ctrl('U'));
  });

  test('ssh logs in on a node, with its own files and name, and comes back', async () => {
    expect(await type('ssh node-1\r')).toContain('root@node-1:~# ');
    expect(lastLine(await type('echo here > /root/mark; hostname\r'))).toBe('node-1');
    await type('sleep 100\r');
    expect(await type(ctrl('C'))).toContain('root@node-1:~# ');
    expect(await type('exit\r')).toMatch(/logout\r\nConnection to node-1 closed\.\r\n\r?~ \$ \r$/);
    expect(lastLine(await type('ssh node-1 cat /root/mark\r'))).toBe('here');
    expect(lastLine(await type('ssh nowhere true; echo $?\r'))).toBe('255');
    expect(machine.processes().length).toBe(1);
  });

  test('yq reads and changes manifests', async () => {
    expect(lastLine(await type('yq .spec.containers[0].image pod.yaml\r'))).toBe('nginx');
    await type(`yq -i '.spec.containers[0].image = "busybox" | .metadata.name = "x"' pod.yaml\r`);
    expect(machine.fs.readText('/home/user/pod.yaml')).toBe('kind: Pod\nspec:\n  containers:\n    - name: a\n      image: busybox\nmetadata:\n  name: x\n');
    expect(await type(`yq -o json -I0 .metadata pod.yaml\r`)).toContain('{"name":"x"}');
    expect(lastLine(await type(`yq -Z . pod.yaml\r`))).toBe("Error: unknown shorthand flag: 'Z' in -Z");
    await type('echo "a: 1 # one" > c.yaml\r');
    expect(lastLine(await type(`yq -i .a=2 c.yaml\r`))).toBe('Error: c.yaml has comments, which would be lost: it is not changed in place');
  });

  test('dig and host ask the name server', async () => {
    expect(lastLine(await type('dig +short node-1\r'))).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(lastLine(await type('host node-2\r'))).toMatch(/^node-2 has address/);
    expect(lastLine(await type('dig nope.example | grep -c NXDOMAIN\r'))).toBe('1');
  });
});
