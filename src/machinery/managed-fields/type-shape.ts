import { type FieldSchema, type SchemaType, schemaOf, type TypeSchema } from '../schema/schema.ts';

/** A type as server-side apply sees it: what has one owner as a whole, and what is owned part by part. */
export type TypeShape =
  | { readonly kind: 'leaf' }
  /** Members that are declared, each with its own type. `other` is the type of those that are not; undefined: they do not exist. */
  | { readonly kind: 'struct'; field(name: string): FieldShape | undefined; readonly always: readonly string[]; readonly other?: TypeShape }
  | { readonly kind: 'map'; readonly of: TypeShape }
  | { readonly kind: 'set' }
  | { readonly kind: 'listMap'; readonly of: TypeShape; readonly keys: readonly string[]; readonly keyDefaults: Readonly<Record<string, unknown>> }
  /** Free JSON: maps are owned member by member, lists as a whole. */
  | { readonly kind: 'free' };

/** One declared member of a structure. */
export interface FieldShape {
  readonly shape: TypeShape;
  /** What Go holds where the member is missing, for members that are no pointers: comparing finds it on both sides. */
  readonly zero?: unknown;
}

const leaf: TypeShape = { kind: 'leaf' };

/** Keys of list items that the API fills in before it tells items apart. */
const KEY_DEFAULTS: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

/**
 * Structures within structures that are no pointers in Go, so that they are there from the beginning and nobody adds them.
 * Besides them: metadata everywhere, and the spec and status of every kind.
 */
const EMBEDDED = new Set([
  'apps.v1.DaemonSetSpec.template',
  'apps.v1.DaemonSetSpec.updateStrategy',
  'apps.v1.DeploymentSpec.strategy',
  'apps.v1.DeploymentSpec.template',
  'apps.v1.ReplicaSetSpec.template',
  'apps.v1.StatefulSetSpec.template',
  'apps.v1.StatefulSetSpec.updateStrategy',
  'batch.v1.CronJobSpec.jobTemplate',
  'batch.v1.JobSpec.template',
  'batch.v1.JobTemplateSpec.spec',
  'core.v1.Container.resources',
  'core.v1.ContainerStatus.lastState',
  'core.v1.ContainerStatus.state',
  'core.v1.EphemeralContainer.resources',
  'core.v1.Event.source',
  'core.v1.NodeDaemonEndpoints.kubeletEndpoint',
  'core.v1.NodeStatus.daemonEndpoints',
  'core.v1.NodeStatus.nodeInfo',
  'core.v1.PersistentVolumeClaimSpec.resources',
  'core.v1.PersistentVolumeClaimTemplate.spec',
  'core.v1.PodTemplate.template',
  'core.v1.PodTemplateSpec.spec',
  'core.v1.ServiceStatus.loadBalancer',
  'networking.v1.IngressStatus.loadBalancer',
  'networking.v1.NetworkPolicySpec.podSelector',
]);

const shapes = new Map<string, TypeShape>();

/** The shape of a structure of the generated table. @param name `apps.v1.Deployment` */
export function shapeOfSchema(name: string): TypeShape {
  const known = shapes.get(name);
  if (known) return known;
  const shape = createShape(schemaOf(name));
  shapes.set(name, shape);
  return shape;
}

function createShape(schema: TypeSchema): TypeShape {
  if (schema.mapType === 'atomic') return leaf;
  const fields = new Map<string, FieldShape>();
  const always: string[] = [];
  for (const field of schema.fields.values()) {
    if (isAlwaysThere(schema, field)) always.push(field.name);
  }
  return {
    kind: 'struct',
    always,
    // Types refer to themselves: members are looked at when they are met.
    field(name) {
      const known = fields.get(name);
      const field = schema.fields.get(name);
      if (known || !field) return known;
      const shape = shapeOfField(field);
      const made: FieldShape = always.includes(name) ? { shape, zero: zeroOf(field.type) } : { shape };
      fields.set(name, made);
      return made;
    },
  };
}

function isAlwaysThere(schema: TypeSchema, { name, type, required }: FieldSchema): boolean {
  if (required) return true;
  if (type.kind !== 'ref') return false;
  if (type.name === 'meta.v1.ObjectMeta') return true;
  return (schema.topLevel && (name === 'spec' || name === 'status')) || EMBEDDED.has(`${schema.name}.${name}`);
}

function zeroOf(type: SchemaType): unknown {
  switch (type.kind) {
    case 'ref':
      return {};
    case 'string':
    case 'enum':
      return '';
    case 'boolean':
      return false;
    case 'int32':
    case 'int64':
    case 'double':
    case 'intOrString':
      return 0;
    default:
      return null;
  }
}

function shapeOfField({ type, listType, listMapKeys, mapType }: FieldSchema): TypeShape {
  if (mapType === 'atomic') return leaf;
  if (type.kind !== 'list') return shapeOfType(type);
  if (listType === 'set') return { kind: 'set' };
  if (listType === 'map') return { kind: 'listMap', of: shapeOfType(type.of), keys: listMapKeys, keyDefaults: KEY_DEFAULTS };
  return leaf;
}

function shapeOfType(type: SchemaType): TypeShape {
  if (type.kind === 'ref') return shapeOfSchema(type.name);
  return type.kind === 'map' ? { kind: 'map', of: shapeOfType(type.of) } : leaf;
}
