// Writes the generated half of docs/coverage.md from the catalogs. Usage: node src/cli/generate/coverage.ts [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadControllers } from '#cluster/controllers/catalog.ts';
import { images } from '#images/catalog.ts';
import { kinds } from '#kinds/catalog.ts';
import { commandGroups, rootCommand } from '#kubectl/catalog.ts';
import { loadAllCommands } from '#kubectl/lazy-command.ts';
import { binTools, peopleTools, usrBinTools } from '#shell/tools/catalog.ts';
import { networkTools } from '#shell/tools/network/catalog.ts';
import { root } from '../exercise-files.ts';

const MARK = '<!-- Everything below is written by `node src/cli/generate/coverage.ts` from the catalogs. -->';

const code = (text: string): string => `\`${text}\``;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The generated half of the page. */
export async function formatCoverage(): Promise<string> {
  const controllers = await loadControllers({ rootCertificate: '', clusterCidr: '10.244.0.0/16', types: kinds });
  const kindRows = kinds.map((kind) => {
    const subresources = [kind.hasStatus ? 'status' : '', kind.scale ? 'scale' : '', ...(kind.subresources ?? []).map((one) => one.name)].filter(Boolean);
    return [
      code(kind.plural),
      kind.group === '' ? kind.version : `${kind.group}/${kind.version}`,
      kind.kind,
      subresources.join(', '),
      kind.describe ? 'yes' : 'generic',
    ];
  });
  const loaded = await loadAllCommands(rootCommand);
  const commandRows = commandGroups.flatMap((group) =>
    group.commands.map(({ name }) => {
      const command = loaded.subcommands?.find((one) => one.name === name);
      const children = (command?.subcommands ?? []).map((child) => child.name);
      return [code(name), children.join(', '), String(command?.flags.length ?? 0)];
    }),
  );
  const tools = [...Object.keys(binTools), ...Object.keys(usrBinTools), ...Object.keys(peopleTools), ...Object.keys(networkTools)];
  return `${MARK}

## Kinds (${kinds.length})

${table(['resource', 'API', 'kind', 'subresources', 'describe'], kindRows)}

## Controllers (${controllers.length})

${controllers.map((controller) => code(controller.name)).join(', ')}; besides them the scheduler, the garbage collector, kubelets, kube-proxy and the cluster's DNS.

## kubectl (${commandRows.length} commands)

${table(['command', 'subcommands', 'own flags'], commandRows)}

## Images (${images.length})

${images.map((image) => `${code(image.name)} (${image.tags.map((tag) => tag.tag).join(', ')})`).join('; ')}

## Tools of the shell (${new Set(tools).size})

${[...new Set(tools)].sort().map(code).join(', ')}
`;
}

/** Splits the page into what people write and what is generated. */
export function handWrittenHalf(page: string): string {
  const at = page.indexOf(MARK);
  return at < 0 ? page : page.slice(0, at);
}

export const coveragePath = join(root, 'docs/coverage.md');

if (import.meta.main) {
  const page = readFileSync(coveragePath, 'utf8');
  writeFileSync(coveragePath, handWrittenHalf(page) + (await formatCoverage()));
  console.log('wrote docs/coverage.md');
}
