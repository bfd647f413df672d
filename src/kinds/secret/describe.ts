import type { Secret } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { writeHeader } from '../describe-writer/metadata.ts';
import { decodedLength } from '../key-value-data.ts';

/** `kubectl describe secret`: only a service account's token is shown, of all else the size. */
export async function describeSecret(secret: Stored<Secret>): Promise<string> {
  const writer = createDescribeWriter();
  writeHeader(writer, secret);
  writer.raw('\n');
  writer.line(0, 'Type:', secret.type ?? '');
  writer.raw('\nData\n====\n');
  const data = secret.data ?? {};
  for (const key of Object.keys(data).sort()) {
    const value = data[key] ?? '';
    const isToken = key === 'token' && secret.type === 'kubernetes.io/service-account-token';
    writer.line(0, `${key}:`, isToken ? atob(value) : `${decodedLength(value)} bytes`);
  }
  return writer.text();
}
