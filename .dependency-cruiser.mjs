// Layers point downwards only (docs/architecture.md). Checked by `npm run check`; each rule names who may not see whom.
const layer = (name) => `^src/${name}/`;
const only = (from, ...allowed) => ({
  name: `${from}-imports-downwards`,
  severity: 'error',
  comment: `src/${from} may import ${allowed.length ? allowed.map((a) => a.replace('^', '')).join(', ') : 'nothing of the house'}`,
  from: { path: layer(from), pathNot: '\\.test\\.ts$' },
  to: { path: '^(src|exercises|checkers|test)/', pathNot: [layer(from), ...allowed] },
});
const K = '^src/kinds/';
const [SIM, MACHINERY, OS, SHELL, CLIENT, CLUSTER, IMAGES, KUBECTL, TOOLS] = [
  'sim',
  'machinery',
  'os',
  'shell',
  'client',
  'cluster',
  'images',
  'kubectl',
  'tools',
].map(layer);
const apart = (part, ...others) => ({
  name: `${part}-sees-the-client-only`,
  severity: 'error',
  comment: 'inside the cluster everybody talks through the API',
  from: { path: `^src/cluster/${part}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^src/cluster/(${others.join('|')})/` },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { pathNot: 'node_modules' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    only('sim'),
    only('machinery'),
    only('os', SIM),
    only('shell', OS, SIM),
    only('kinds', MACHINERY),
    only('client', MACHINERY, SIM),
    only('cluster', K, CLIENT, OS, MACHINERY, SIM),
    only('kubectl', K, CLIENT, OS, MACHINERY, SIM),
    only('tools', K, CLIENT, OS, MACHINERY, SIM),
    only('images', '^src/cluster/kubelet/runtime/', SHELL, OS, SIM),
    only('course', CLUSTER, IMAGES, KUBECTL, TOOLS, SHELL, OS, K, CLIENT, MACHINERY, SIM),
    apart('controllers', 'store', 'apiserver', 'scheduler', 'kubelet', 'network'),
    apart('scheduler', 'store', 'apiserver', 'controllers', 'kubelet', 'network'),
    apart('network', 'store', 'apiserver', 'scheduler', 'controllers', 'kubelet'),
    apart('kubelet', 'store', 'scheduler', 'controllers', 'network'),
    apart('store', 'apiserver', 'scheduler', 'controllers', 'kubelet', 'network'),
    {
      name: 'exercises-declare',
      severity: 'error',
      from: { path: '^exercises/' },
      to: { path: '^src/', pathNot: '^src/course/exercise\\.ts$' },
    },
    {
      name: 'checkers-see-the-client',
      severity: 'error',
      from: { path: '^checkers/' },
      to: { path: '^src/', pathNot: ['^src/course/checker\\.ts$', K, '^src/machinery/', '^src/client/'] },
    },
    { name: 'web-and-cli-apart', severity: 'error', from: { path: '^src/web/' }, to: { path: '^src/cli/' } },
    { name: 'cli-and-web-apart', severity: 'error', from: { path: '^src/cli/' }, to: { path: '^src/web/' } },
    {
      name: 'core-has-no-node',
      severity: 'error',
      from: { path: '^(src/(?!web|cli)|checkers|exercises)', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '\\.astro$'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js'], conditionNames: ['import', 'default'] },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
