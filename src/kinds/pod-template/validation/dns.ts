import { type FieldError, invalid, required } from '#machinery/field-error.ts';
import type { HostAlias, PodSpec } from '#machinery/generated/types.ts';
import { validateIpAddress } from '#machinery/ip-address.ts';
import { validateDnsSubdomain } from '#machinery/names.ts';
import { pushInvalid } from '../../field-checks.ts';

const maxNameservers = 3;
const maxSearchPaths = 32;
const maxSearchLength = 2048;

/** The resolver of a pod. A pod with DNS policy None has to bring its own name servers. */
export function checkDns(spec: PodSpec, path: string, errors: FieldError[]): void {
  const config = spec.dnsConfig;
  if (spec.dnsPolicy === 'None') {
    if (!config) {
      errors.push(required(path, `must provide \`dnsConfig\` when \`dnsPolicy\` is None`));
      return;
    }
    if ((config.nameservers?.length ?? 0) === 0)
      errors.push(required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None'));
  }
  if (!config) return;
  const nameservers = config.nameservers ?? [];
  if (nameservers.length > maxNameservers) errors.push(invalid(`${path}.nameservers`, nameservers, `must not have more than ${maxNameservers} nameservers`));
  for (const [index, server] of nameservers.entries()) pushInvalid(errors, `${path}.nameservers[${index}]`, server, validateIpAddress(server));
  const searches = config.searches ?? [];
  if (searches.length > maxSearchPaths) errors.push(invalid(`${path}.searches`, searches, `must not have more than ${maxSearchPaths} search paths`));
  if (searches.join(' ').length > maxSearchLength) {
    errors.push(invalid(`${path}.searches`, searches, `must not have more than ${maxSearchLength} characters (including spaces) in the search list`));
  }
  for (const [index, search] of searches.entries()) checkSearch(search, `${path}.searches[${index}]`, errors);
  for (const [index, option] of (config.options ?? []).entries()) if (!option.name) errors.push(required(`${path}.options[${index}]`));
}

/** Search paths may have a dot at the end, be one, and have underscores: the relaxed rule, stable since v1.34. */
function checkSearch(search: string, field: string, errors: FieldError[]): void {
  if (search === '.') return;
  const name = search.endsWith('.') ? search.slice(0, -1) : search;
  pushInvalid(errors, field, name, validateDnsSubdomain(name.replaceAll('_', '-')));
}

/** Lines added to /etc/hosts. */
export function checkHostAliases(aliases: readonly HostAlias[], path: string, errors: FieldError[]): void {
  for (const [index, alias] of aliases.entries()) {
    pushInvalid(errors, `${path}[${index}].ip`, alias.ip ?? '', validateIpAddress(alias.ip ?? ''));
    for (const [at, name] of (alias.hostnames ?? []).entries()) pushInvalid(errors, `${path}[${index}].hostnames[${at}]`, name, validateDnsSubdomain(name));
  }
}
