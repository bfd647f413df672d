import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { commentBefore, type DeclaredField, scanFields } from './declaration-scanner.ts';

/** One attribute of a class of `@kubernetes/client-node`. */
export interface ClientAttribute {
  readonly name: string;
  /** As on the wire. */
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

/** A class of `@kubernetes/client-node`: it knows structure, number formats and which fields are required. */
export interface ClientClass {
  /** `V1Deployment`, `CoreV1Event` */
  readonly className: string;
  readonly description: string;
  readonly attributes: readonly ClientAttribute[];
  readonly fields: ReadonlyMap<string, DeclaredField>;
}

/** One operation of the REST API. */
export interface RestOperation {
  /** `listNamespacedPod` */
  readonly name: string;
  readonly path: string;
  /** The class of the request body, or of the answer where there is no body; undefined when it is not a class. */
  readonly bodyClass: string | undefined;
}

const generatedFolder = '@kubernetes/client-node/dist/gen';

/** The Kubernetes version the package was generated from, as it says itself: `1.36`. */
export function readClientVersion(nodeModules: string): string {
  const source = readFileSync(path.join(nodeModules, generatedFolder, 'models/V1Pod.js'), 'utf8');
  return /OpenAPI spec version: release-(\S+)/.exec(source)?.[1] ?? 'unknown';
}

/** The classes of stable API versions. */
export async function readClientClasses(nodeModules: string): Promise<ClientClass[]> {
  const folder = path.join(nodeModules, generatedFolder, 'models');
  const modules = (await import(pathToFileURL(path.join(folder, 'all.js')).href)) as Readonly<
    Record<string, { attributeTypeMap?: readonly ClientAttribute[] }>
  >;
  return Object.entries(modules).flatMap(([className, { attributeTypeMap }]) => {
    if (attributeTypeMap === undefined || /V\d+(alpha|beta)\d+/.test(className)) return [];
    const source = readFileSync(path.join(folder, `${className}.d.ts`), 'utf8');
    const body = source.indexOf('export declare class');
    return [{ className, description: commentBefore(source, body), attributes: attributeTypeMap, fields: scanFields(source, body) }];
  });
}

/** The operations of stable API versions. */
export function readRestOperations(nodeModules: string): RestOperation[] {
  const folder = path.join(nodeModules, generatedFolder);
  const apis = [...readFileSync(path.join(folder, 'index.js'), 'utf8').matchAll(/Object(\w+Api) as/g)].map((match) => match[1] ?? '');
  return apis.filter((api) => /V\d+Api$/.test(api)).flatMap((api) => readOperationsOf(folder, api));
}

function readOperationsOf(folder: string, api: string): RestOperation[] {
  const source = readFileSync(path.join(folder, 'apis', `${api}.js`), 'utf8');
  const declarations = readFileSync(path.join(folder, 'apis', `${api}.d.ts`), 'utf8');
  const answers = new Map(
    [...declarations.matchAll(/^\s+(\w+)WithHttpInfo\(response: \w+\): Promise<HttpInfo<([^;]+)>>;/gm)].map((match) => [match[1], match[2]]),
  );
  const requests = source.split(/export class \w+ResponseProcessor/)[0] ?? '';
  return [...requests.matchAll(/async (\w+)\([^)]*\) \{([\s\S]*?)\n {4}\}\n/g)].flatMap(([, name = '', body = '']) => {
    const operationPath = /localVarPath = '([^']+)'/.exec(body)?.[1];
    if (operationPath === undefined) return [];
    const sent = /ObjectSerializer\.serialize\(body, "([^"]+)"/.exec(body)?.[1];
    const className = sent !== undefined && sent !== 'any' ? sent : answers.get(name);
    return [{ name, path: operationPath, bodyClass: className === 'any' || className === 'string' ? undefined : className }];
  });
}
