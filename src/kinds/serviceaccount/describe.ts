import type { Secret, ServiceAccount } from '#machinery/generated/types.ts';
import type { Stored } from '#machinery/object.ts';
import type { DescribeContext } from '../describe-context.ts';
import { createDescribeWriter } from '../describe-writer/describe-writer.ts';
import { readEvents, writeEvents } from '../describe-writer/events.ts';
import { writeColumn, writeHeader } from '../describe-writer/metadata.ts';
import { secretKind } from '../secret/secret.ts';

/** `kubectl describe serviceaccount`: with the secrets that hold its tokens, and which of the listed ones are missing. */
export async function describeServiceAccount(account: Stored<ServiceAccount>, context: DescribeContext): Promise<string> {
  const writer = createDescribeWriter();
  const { name, namespace = '', uid } = account.metadata;
  const secrets = await context.list<Secret>(secretKind, namespace);
  const known = new Set(secrets.map((secret) => secret.metadata.name));
  const mark = (secret: string) => (known.has(secret) ? secret : `${secret} (not found)`);
  const tokens = secrets.filter((secret) => {
    const annotations = secret.metadata.annotations ?? {};
    const isOfAccount = annotations['kubernetes.io/service-account.name'] === name && annotations['kubernetes.io/service-account.uid'] === uid;
    return secret.type === 'kubernetes.io/service-account-token' && isOfAccount;
  });
  writeHeader(writer, account);
  writeColumn(
    writer,
    'Image pull secrets',
    (account.imagePullSecrets ?? []).map((reference) => mark(reference.name ?? '')),
  );
  writeColumn(
    writer,
    'Mountable secrets',
    (account.secrets ?? []).map((reference) => mark(reference.name ?? '')),
  );
  writeColumn(
    writer,
    'Tokens',
    tokens.map((secret) => secret.metadata.name),
  );
  writeEvents(writer, await readEvents(account, context), context.nowMs);
  return writer.text();
}
