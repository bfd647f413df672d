import { expect, test } from 'vitest';
import { ProtobufWriter } from '../openapi/protobuf-writer.ts';
import { hasSchema, listSchemaNames, schemaOf } from '../schema/schema.ts';
import { decodeProtobuf } from './decode-protobuf.ts';
import { fieldNumbers } from './field-numbers.ts';

/** The message in Kubernetes' envelope. */
function envelope(apiVersion: string, kind: string, write: (message: ProtobufWriter) => void): Uint8Array {
  const writer = new ProtobufWriter();
  writer.message(1, (meta) => {
    meta.text(1, apiVersion);
    meta.text(2, kind);
  });
  writer.message(2, write);
  return new Uint8Array([0x6b, 0x38, 0x73, 0, ...writer.finish()]);
}

test('metadata, maps and times are read as JSON would have them', () => {
  const bytes = envelope('v1', 'ConfigMap', (map) => {
    map.message(1, (metadata) => {
      metadata.text(1, 'settings');
      metadata.message(8, (time) => time.boolean(1, true));
      metadata.message(11, (label) => {
        label.text(1, 'app');
        label.text(2, 'web');
      });
    });
    for (const [key, value] of [
      ['a', '1'],
      ['b', 'é'],
    ] as const) {
      map.message(2, (entry) => {
        entry.text(1, key);
        entry.text(2, value);
      });
    }
  });
  expect(decodeProtobuf(bytes)).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', creationTimestamp: '1970-01-01T00:00:01Z', labels: { app: 'web' } },
    data: { a: '1', b: 'é' },
  });
});

test('what Go embeds stands in the outer structure, free values and numbers have messages of their own', () => {
  const bytes = envelope('v1', 'Pod', (pod) => {
    pod.message(2, (spec) => {
      spec.message(1, (volume) => {
        volume.text(1, 'keys');
        volume.message(2, (source) => source.message(6, (secret) => secret.text(1, 'tls')));
      });
      spec.message(2, (container) => {
        container.text(1, 'web');
        container.message(7, (env) => {
          env.text(1, 'PASSWORD');
          env.message(3, (from) =>
            from.message(4, (key) => {
              key.message(1, (reference) => reference.text(1, 'db'));
              key.text(2, 'password');
            }),
          );
        });
        container.message(8, (resources) =>
          resources.message(1, (limit) => {
            limit.text(1, 'cpu');
            limit.message(2, (quantity) => quantity.text(1, '500m'));
          }),
        );
        container.message(10, (probe) => {
          probe.message(1, (handler) =>
            handler.message(2, (get) => {
              get.text(1, '/healthz');
              get.message(2, (port) => {
                port.boolean(1, true);
                port.text(3, 'http');
              });
            }),
          );
        });
      });
    });
  });
  expect(decodeProtobuf(bytes)['spec']).toEqual({
    volumes: [{ name: 'keys', secret: { secretName: 'tls' } }],
    containers: [
      {
        name: 'web',
        env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
        resources: { limits: { cpu: '500m' } },
        livenessProbe: { httpGet: { path: '/healthz', port: 'http' } },
      },
    ],
  });
});

test('what cannot be read is refused by name', () => {
  expect(() => decodeProtobuf(new TextEncoder().encode('{}'))).toThrow(
    'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
  );
  expect(() => decodeProtobuf(envelope('example.com/v1', 'Thing', () => {}))).toThrow('Thing (example.com/v1) is not known in protobuf form: send JSON');
  expect(() => decodeProtobuf(envelope('v1', 'ConfigMap', (map) => map.text(99, 'x')))).toThrow(
    'field 99 of core.v1.ConfigMap is not known in protobuf form: send JSON',
  );
  expect(decodeProtobuf(envelope('v1', 'ConfigMap', (map) => map.message(99, () => {})))).toEqual({ apiVersion: 'v1', kind: 'ConfigMap' });
  expect(() => decodeProtobuf(envelope('v1', 'ConfigMap', (map) => map.text(2, '\u0002\u0005')))).toThrow('unexpected EOF');
});

test('every number of a structure leads to one of its fields, or to what is embedded in it', () => {
  for (const [name, row] of Object.entries(fieldNumbers)) {
    if (!hasSchema(name)) continue;
    const fields = row.split(';').flatMap((part) => (part === '' || part.startsWith('@') ? [] : [part.replace(/=.*/, '')]));
    expect(
      fields.filter((field) => !schemaOf(name).fields.has(field)),
      name,
    ).toEqual([]);
  }
  expect(listSchemaNames().filter((name) => name.startsWith('apps.v1.') && !name.endsWith('List') && !fieldNumbers[name])).toEqual([]);
});
