import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commentBefore, type DeclaredField, scanFields } from './declaration-scanner.ts';

/** One type of the package `kubernetes-models`: it knows enums, descriptions, quantities and wire types. */
export interface ModelsType {
  /** `IoK8sApiAppsV1Deployment` */
  readonly id: string;
  /** `apps.v1.Deployment` */
  readonly name: string;
  readonly description: string;
  readonly fields: ReadonlyMap<string, DeclaredField>;
}

/** The types of the package by their ids. */
export function readModelsPackage(nodeModules: string): ReadonlyMap<string, ModelsType> {
  const types = new Map<string, ModelsType>();
  for (const root of ['kubernetes-models', '@kubernetes-models/apimachinery']) {
    const folder = path.join(nodeModules, root);
    for (const file of declarationFiles(folder)) {
      const type = readType(file, path.relative(folder, file));
      if (type !== undefined) types.set(type.id, type);
    }
  }
  return types;
}

function declarationFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === '_schemas' || entry.name === 'node_modules' ? [] : declarationFiles(full);
    return entry.name.endsWith('.d.ts') && entry.name !== 'index.d.ts' ? [full] : [];
  });
}

function readType(file: string, relative: string): ModelsType | undefined {
  const source = readFileSync(file, 'utf8');
  const id = /as I(Io\w+?)[ ,]/.exec(source)?.[1];
  if (id === undefined) return undefined;
  const type = path.basename(relative, '.d.ts');
  const version = path.basename(path.dirname(relative));
  const body = source.indexOf('export interface');
  const fields = body < 0 ? new Map<string, DeclaredField>() : scanFields(source, body);
  return { id, name: nameOf(id, version, type), description: commentBefore(source, body < 0 ? source.indexOf('export type') : body), fields };
}

function nameOf(id: string, version: string, type: string): string {
  if (id.startsWith('IoK8sApimachineryPkgApisMeta')) return `meta.${version}.${type}`;
  if (id.startsWith('IoK8sApimachineryPkg')) return type;
  if (id.startsWith('IoK8sApiextensionsApiserver')) return `apiextensions.${version}.${type}`;
  if (id.startsWith('IoK8sKubeAggregator')) return `apiregistration.${version}.${type}`;
  const tail = version.charAt(0).toUpperCase() + version.slice(1) + type;
  if (!id.endsWith(tail)) throw new Error(`kubernetes-models: cannot tell the package of ${id}`);
  return `${id.slice('IoK8sApi'.length, -tail.length).toLowerCase()}.${version}.${type}`;
}
