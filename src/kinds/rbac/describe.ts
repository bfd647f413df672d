import type { PolicyRule } from '#machinery/generated/types.ts';
import type { KubeObject } from '#machinery/object.ts';
import { createDescribeWriter, type DescribeWriter } from '../describe-writer/describe-writer.ts';
import { writeAnnotations, writeLabels } from '../describe-writer/metadata.ts';
import type { Binding } from './bindings.ts';
import { compactRules, formatRuleResource } from './rules.ts';

/** `kubectl describe role` and `clusterrole`. */
export async function describeRole(role: KubeObject & { readonly rules?: readonly PolicyRule[] }): Promise<string> {
  const writer = createDescribeWriter();
  writeTop(writer, role);
  writer.line(0, 'PolicyRule:');
  writer.line(1, 'Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs');
  writer.line(1, '---------', '-----------------', '--------------', '-----');
  for (const rule of compactRules(role.rules ?? [])) {
    const lists = [rule.nonResourceURLs, rule.resourceNames, rule.verbs].map((list) => `[${(list ?? []).join(' ')}]`);
    writer.line(1, formatRuleResource(rule), ...lists);
  }
  return writer.text();
}

/** `kubectl describe rolebinding` and `clusterrolebinding`. */
export async function describeBinding(binding: Binding): Promise<string> {
  const writer = createDescribeWriter();
  writeTop(writer, binding);
  writer.line(0, 'Role:');
  writer.line(1, 'Kind:', binding.roleRef.kind);
  writer.line(1, 'Name:', binding.roleRef.name);
  writer.line(0, 'Subjects:');
  writer.line(1, 'Kind', 'Name', 'Namespace');
  writer.line(1, '----', '----', '---------');
  for (const { kind, name, namespace = '' } of binding.subjects ?? []) writer.line(1, kind, name, namespace);
  return writer.text();
}

/** As upstream: without the namespace. */
function writeTop(writer: DescribeWriter, object: KubeObject): void {
  writer.line(0, 'Name:', object.metadata?.name ?? '');
  writeLabels(writer, 'Labels', object.metadata?.labels);
  writeAnnotations(writer, 'Annotations', object.metadata?.annotations);
}
