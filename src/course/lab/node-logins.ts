import type { Cluster, ClusterMachine } from '#cluster/cluster.ts';
import { lazyProgram } from '#os/lazy-program.ts';
import { createMachine, rootUser } from '#os/machine.ts';
import type { Machine } from '#os/process.ts';
import { installCoreTools } from '#shell/install-core-tools.ts';
import { installNetworkTools, networkTools } from '#shell/tools/network/catalog.ts';
import type { LoginHosts } from '#shell/tools/network/ssh.ts';

/** The nodes of a cluster as machines to log in to, by name or address. A node is furnished at the first login. */
export function createNodeLogins(cluster: Cluster): LoginHosts {
  const furnished = new Map<string, Machine>();
  return {
    find(name) {
      const node = cluster.nodes.find((each) => each.name === name || each.address === name);
      if (!node) return undefined;
      if (!node.isUp) {
        furnished.get(node.name)?.shutdown();
        return 'down';
      }
      const machine = furnished.get(node.name) ?? furnish(cluster, node);
      furnished.set(node.name, machine);
      return machine;
    },
  };
}

function furnish({ simulation }: Cluster, { name, fs, network }: ClusterMachine): Machine {
  installCoreTools(fs);
  installNetworkTools(fs, Object.keys(networkTools));
  const shell = (flavour: 'bash' | 'dash') => lazyProgram(async () => (await import('#shell/shell-program.ts')).createShellProgram({ flavour }));
  fs.installProgram('/bin/bash', shell('bash'));
  fs.installProgram('/bin/sh', shell('dash'));
  for (const folder of ['/root', '/etc', '/tmp'])
    if (!fs.exists(folder)) fs.makeDirectory(folder, { recursive: true, mode: folder === '/tmp' ? 0o1777 : 0o755 });
  if (!fs.exists('/etc/hostname')) fs.write('/etc/hostname', `${name}\n`);
  if (!fs.exists('/etc/passwd')) fs.write('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\n');
  if (!fs.exists('/root/.profile')) fs.write('/root/.profile', `PS1='\\u@\\h:\\w\\$ '\n`);
  return createMachine({ simulation, hostname: name, fs, network, users: [rootUser], firstPid: 1000 });
}
