import type { PodSpec, Toleration } from '#machinery/generated/types.ts';
import { formatLabelSelector } from '#machinery/selector.ts';
import type { DescribeWriter } from '../describe-writer/describe-writer.ts';
import { writeColumn, writeLabels } from '../describe-writer/metadata.ts';
import { compareText } from '../text-order.ts';

/** Node selector and tolerations. */
export function writePlacement(writer: DescribeWriter, spec: PodSpec, indent: '' | '  '): void {
  writeLabels(writer, `${indent}Node-Selectors`, spec.nodeSelector);
  const tolerations = [...(spec.tolerations ?? [])].sort((a, b) => compareText(a.key ?? '', b.key ?? ''));
  writeColumn(writer, `${indent}Tolerations`, tolerations.map(formatToleration));
}

/** `dedicated=gpu:NoSchedule`, `node.kubernetes.io/not-ready:NoExecute op=Exists for 300s`. */
function formatToleration(toleration: Toleration): string {
  const { key = '', value = '', effect = '', operator = '', tolerationSeconds } = toleration;
  let text = key;
  if (value !== '') text += `=${value}`;
  if (effect !== '') text += `:${effect}`;
  if (operator === 'Exists' && value === '') text += key !== '' || effect !== '' ? ' op=Exists' : 'op=Exists';
  if (tolerationSeconds !== undefined) text += ` for ${tolerationSeconds}s`;
  return text;
}

/** How pods are spread, where that is asked for. */
export function writeTopologySpread(writer: DescribeWriter, spec: PodSpec, indent: '' | '  '): void {
  const constraints = [...(spec.topologySpreadConstraints ?? [])].sort((a, b) => compareText(a.topologyKey, b.topologyKey));
  if (constraints.length === 0) return;
  const lines = constraints.map((constraint) => {
    const selector = constraint.labelSelector ? ` for selector ${formatLabelSelector(constraint.labelSelector)}` : '';
    return `${constraint.topologyKey}:${constraint.whenUnsatisfiable} when max skew ${constraint.maxSkew} is exceeded${selector}`;
  });
  writeColumn(writer, `${indent}Topology Spread Constraints`, lines);
}
