import type { Kind } from '#kinds/kind.ts';
import { validateDnsSubdomain } from '#machinery/names.ts';

/** What is wrong with a name: by the kind's own rule, or as a DNS subdomain. */
export function validateNameOf(kind: Kind, name: string): readonly string[] {
  return kind.validateName ? kind.validateName(name) : validateDnsSubdomain(name);
}
