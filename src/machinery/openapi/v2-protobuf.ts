import type { ApiResource } from '../generated/resources.ts';
import { kubernetesVersion } from '../kubernetes-version.ts';
import { hasSchema } from '../schema/schema.ts';
import { definitionName, definitionSchema, type OpenApiSchema, reachableTypes, wireTypeDefinitions } from './definition-schema.ts';
import type { Descriptions } from './descriptions.ts';
import { resourcePaths } from './paths.ts';
import { ProtobufWriter } from './protobuf-writer.ts';
import { kindsOf } from './v3.ts';

/** The content type that client-go asks for: with a dot where other clients write an `@`. */
export const openApiV2ContentType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** The document of `/openapi/v2`, before it is encoded. */
export interface OpenApiV2Document {
  readonly swagger: '2.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiSchema>>>>;
  readonly definitions: Readonly<Record<string, OpenApiSchema>>;
}

/** The document that describes all the resources of a server. */
export function createOpenApiV2(resources: readonly ApiResource[], descriptions: Descriptions, version = kubernetesVersion): OpenApiV2Document {
  const types = reachableTypes(resources.flatMap(({ schema }) => [schema, `${schema}List`]).filter(hasSchema));
  const definitions: Record<string, OpenApiSchema> = { ...wireTypeDefinitions(2) };
  for (const type of types) definitions[definitionName(type)] = definitionSchema(type, 2, descriptions, kindsOf(type, resources));
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version },
    paths: resourcePaths(resources, 2),
    definitions: Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

const methodFields: readonly (readonly [string, number])[] = [
  ['get', 2],
  ['put', 3],
  ['post', 4],
  ['delete', 5],
  ['patch', 8],
];

/** The document as protobuf: the message `openapi.v2.Document` of gnostic. */
export function encodeOpenApiV2(document: OpenApiV2Document): Uint8Array {
  const writer = new ProtobufWriter();
  writer.text(1, document.swagger);
  writer.message(2, (info) => {
    info.text(1, document.info.title);
    info.text(2, document.info.version);
  });
  writer.message(8, (paths) => {
    for (const [path, item] of Object.entries(document.paths)) writeNamed(paths, 2, path, (inner) => writePathItem(inner, item));
  });
  writer.message(9, (definitions) => {
    for (const [name, schema] of Object.entries(document.definitions)) writeNamed(definitions, 1, name, (inner) => writeSchema(inner, schema));
  });
  return writer.finish();
}

function writeNamed(writer: ProtobufWriter, field: number, name: string, write: (inner: ProtobufWriter) => void): void {
  writer.message(field, (named) => {
    named.text(1, name);
    named.message(2, write);
  });
}

function writePathItem(writer: ProtobufWriter, item: Readonly<Record<string, OpenApiSchema>>): void {
  for (const [method, field] of methodFields) {
    const operation = item[method];
    if (operation !== undefined) writer.message(field, (inner) => writeOperation(inner, operation));
  }
}

function writeOperation(writer: ProtobufWriter, operation: OpenApiSchema): void {
  for (const type of (operation['consumes'] ?? []) as readonly string[]) writer.text(7, type);
  for (const parameter of operation['parameters'] as readonly OpenApiSchema[]) {
    writer.message(8, (item) => item.message(1, (choice) => choice.message(2, (nonBody) => writeParameter(nonBody, parameter))));
  }
  writeExtensions(writer, 13, operation);
}

function writeParameter(writer: ProtobufWriter, parameter: OpenApiSchema): void {
  const isPath = parameter['in'] === 'path';
  writer.message(isPath ? 4 : 3, (inner) => {
    if (isPath) inner.boolean(1, true);
    inner.text(2, String(parameter['in']));
    inner.text(4, String(parameter['name']));
    inner.text(isPath ? 5 : 6, String(parameter['type']));
  });
}

/** Values of any type travel as YAML text inside an `Any`; JSON is YAML. */
function writeAny(writer: ProtobufWriter, field: number, value: unknown): void {
  writer.message(field, (any) => any.text(2, JSON.stringify(value)));
}

function writeExtensions(writer: ProtobufWriter, field: number, source: OpenApiSchema): void {
  for (const [key, value] of Object.entries(source)) {
    if (!key.startsWith('x-')) continue;
    writer.message(field, (named) => {
      named.text(1, key);
      writeAny(named, 2, value);
    });
  }
}

function textMember(schema: OpenApiSchema, key: string): string | undefined {
  const value = schema[key];
  return typeof value === 'string' ? value : undefined;
}

function writeSchema(writer: ProtobufWriter, schema: OpenApiSchema): void {
  writer.text(1, textMember(schema, '$ref'));
  writer.text(2, textMember(schema, 'format'));
  writer.text(4, textMember(schema, 'description'));
  for (const name of (schema['required'] ?? []) as readonly string[]) writer.text(19, name);
  for (const value of (schema['enum'] ?? []) as readonly string[]) writeAny(writer, 20, value);
  const { additionalProperties, items, properties } = schema as Readonly<Record<string, OpenApiSchema | undefined>>;
  if (additionalProperties !== undefined) writer.message(21, (inner) => inner.message(1, (value) => writeSchema(value, additionalProperties)));
  const type = textMember(schema, 'type');
  if (type !== undefined) writer.message(22, (inner) => inner.text(1, type));
  if (items !== undefined) writer.message(23, (inner) => inner.message(1, (value) => writeSchema(value, items)));
  if (properties !== undefined) {
    writer.message(25, (inner) => {
      for (const [name, property] of Object.entries(properties)) writeNamed(inner, 1, name, (value) => writeSchema(value, property as OpenApiSchema));
    });
  }
  writeExtensions(writer, 31, schema);
}
