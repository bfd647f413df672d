import { duplicate, type FieldError, forbidden, invalid, notSupported, required } from '#machinery/field-error.ts';
import type { Affinity, NodeSelectorRequirement, NodeSelectorTerm, PodAffinityTerm, Toleration, TopologySpreadConstraint } from '#machinery/generated/types.ts';
import { validateLabelKey, validateLabelValue } from '#machinery/label-validation.ts';
import { validateDnsLabel, validateDnsSubdomain } from '#machinery/names.ts';
import { checkLabelSelector, pushInvalid } from '../../field-checks.ts';

const weightRange = 'must be in the range 1-100';

/** Where a pod wants to be: which nodes, near or far from which pods. */
export function checkAffinity(affinity: Affinity, path: string, errors: FieldError[]): void {
  const node = affinity.nodeAffinity;
  if (node?.requiredDuringSchedulingIgnoredDuringExecution) {
    const field = `${path}.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution`;
    checkNodeSelectorTerms(node.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms ?? [], `${field}.nodeSelectorTerms`, errors);
  }
  for (const [index, term] of (node?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    const field = `${path}.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[${index}]`;
    checkWeight(term.weight, `${field}.weight`, errors);
    checkNodeSelectorTerm(term.preference ?? {}, `${field}.preference`, errors);
  }
  for (const name of ['podAffinity', 'podAntiAffinity'] as const) {
    for (const [index, term] of (affinity[name]?.requiredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      checkPodAffinityTerm(term, `${path}.${name}.requiredDuringSchedulingIgnoredDuringExecution[${index}]`, errors);
    }
    for (const [index, weighted] of (affinity[name]?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      const field = `${path}.${name}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`;
      checkWeight(weighted.weight, `${field}.weight`, errors);
      checkPodAffinityTerm(weighted.podAffinityTerm ?? { topologyKey: '' }, `${field}.podAffinityTerm`, errors);
    }
  }
}

/** Terms of which one has to match, so there has to be one. */
export function checkNodeSelectorTerms(terms: readonly NodeSelectorTerm[], path: string, errors: FieldError[]): void {
  if (terms.length === 0) errors.push(required(path, 'must have at least one node selector term'));
  for (const [index, term] of terms.entries()) checkNodeSelectorTerm(term, `${path}[${index}]`, errors);
}

function checkWeight(weight: number | undefined, field: string, errors: FieldError[]): void {
  if (weight === undefined || weight <= 0 || weight > 100) errors.push(invalid(field, weight ?? 0, weightRange));
}

function checkNodeSelectorTerm(term: NodeSelectorTerm, path: string, errors: FieldError[]): void {
  for (const [index, requirement] of (term.matchExpressions ?? []).entries()) {
    checkNodeRequirement(requirement, `${path}.matchExpressions[${index}]`, errors);
  }
  for (const [index, requirement] of (term.matchFields ?? []).entries()) checkNodeField(requirement, `${path}.matchFields[${index}]`, errors);
}

function checkNodeRequirement(requirement: NodeSelectorRequirement, path: string, errors: FieldError[]): void {
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) errors.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) errors.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
      break;
    default:
      errors.push(invalid(`${path}.operator`, requirement.operator ?? '', 'not a valid selector operator'));
  }
  pushInvalid(errors, `${path}.key`, requirement.key ?? '', validateLabelKey(requirement.key ?? ''));
}

function checkNodeField(requirement: NodeSelectorRequirement, path: string, errors: FieldError[]): void {
  const values = requirement.values ?? [];
  if (requirement.operator !== 'In' && requirement.operator !== 'NotIn') {
    errors.push(invalid(`${path}.operator`, requirement.operator ?? '', 'not a valid selector operator'));
  } else if (values.length !== 1) {
    errors.push(required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  }
  if (requirement.key !== 'metadata.name') errors.push(invalid(`${path}.key`, requirement.key ?? '', 'not a valid field selector key'));
  else for (const [index, value] of values.entries()) pushInvalid(errors, `${path}.values[${index}]`, value, validateDnsSubdomain(value));
}

function checkPodAffinityTerm(term: PodAffinityTerm, path: string, errors: FieldError[]): void {
  checkLabelSelector(term.labelSelector, `${path}.labelSelector`, errors);
  checkLabelSelector(term.namespaceSelector, `${path}.namespaceSelector`, errors);
  for (const namespace of term.namespaces ?? []) pushInvalid(errors, `${path}.namespace`, namespace, validateDnsLabel(namespace));
  checkTopologyKey(term.topologyKey, `${path}.topologyKey`, errors);
}

function checkTopologyKey(key: string | undefined, field: string, errors: FieldError[]): void {
  if (!key) errors.push(required(field, 'can not be empty'));
  else pushInvalid(errors, field, key, validateLabelKey(key));
}

/** Which taints a pod does not mind. */
export function checkTolerations(tolerations: readonly Toleration[], path: string, errors: FieldError[]): void {
  for (let index = 0; index < tolerations.length; index++) {
    const toleration = tolerations[index] as Toleration;
    const { key = '', operator = '', value = '', effect = '' } = toleration;
    if (key !== '') pushInvalid(errors, `${path}[${index}].key`, key, validateLabelKey(key));
    else if (operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalid(`${path}[${index}].operator`, operator, detail));
    }
    if (toleration.tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(invalid(`${path}[${index}].effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    if (operator === 'Equal' || operator === '') {
      const messages = validateLabelValue(value);
      if (messages.length > 0) errors.push(invalid(`${path}[${index}].operator`, value, messages.join(';')));
    } else if (operator === 'Exists') {
      if (value !== '') errors.push(invalid(`${path}[${index}].operator`, toleration, "value must be empty when `operator` is 'Exists'"));
    } else errors.push(notSupported(`${path}[${index}].operator`, operator, ['Equal', 'Exists']));
    if (effect !== '') checkTaintEffect(effect, `${path}[${index}].effect`, errors);
  }
}

/** What a taint does to pods that do not tolerate it. */
export function checkTaintEffect(effect: string, field: string, errors: FieldError[]): void {
  const supported = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
  if (!supported.includes(effect)) errors.push(notSupported(field, effect, supported));
}

/** How evenly pods are to be spread. */
export function checkTopologySpread(constraints: readonly TopologySpreadConstraint[], path: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, constraint] of constraints.entries()) {
    const field = `${path}[${index}]`;
    if (!(constraint.maxSkew > 0)) errors.push(invalid(`${field}.maxSkew`, constraint.maxSkew ?? 0, 'must be greater than zero'));
    checkTopologyKey(constraint.topologyKey, `${field}.topologyKey`, errors);
    const when = constraint.whenUnsatisfiable ?? '';
    const supported = ['DoNotSchedule', 'ScheduleAnyway'];
    if (!supported.includes(when)) errors.push(notSupported(`${field}.whenUnsatisfiable`, when, supported));
    const pair = `{${constraint.topologyKey ?? ''}, ${when}}`;
    if (seen.has(pair)) errors.push(duplicate(`${field}.{topologyKey, whenUnsatisfiable}`, pair));
    seen.add(pair);
    checkMinDomains(constraint, `${field}.minDomains`, errors);
    for (const name of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = constraint[name];
      if (policy !== undefined && policy !== 'Honor' && policy !== 'Ignore') errors.push(notSupported(`${field}.${name}`, policy, ['Honor', 'Ignore']));
    }
    checkLabelSelector(constraint.labelSelector, `${field}.labelSelector`, errors);
  }
}

function checkMinDomains(constraint: TopologySpreadConstraint, field: string, errors: FieldError[]): void {
  const { minDomains, whenUnsatisfiable } = constraint;
  if (minDomains === undefined) return;
  if (minDomains <= 0) errors.push(invalid(field, minDomains, 'must be greater than zero'));
  if (whenUnsatisfiable !== 'DoNotSchedule') {
    errors.push(invalid(field, minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`));
  }
}
