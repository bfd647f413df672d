import { DiscardingError } from '../control-flow.ts';
import type { Shell } from '../shell.ts';
import { entriesOf } from '../variables.ts';
import { describeVariable } from './describe-variable.ts';
import type { ParameterResult } from './parameter-result.ts';
import { expandEscapes, quoteAlways } from './quote.ts';

interface TransformSubject {
  readonly name: string;
  readonly scalar: string | undefined;
  readonly list: readonly string[] | undefined;
}

/** `${x@Q}` and its kin. @param mapEach applies a change to the value, or to every element */
export function transformValue(
  shell: Shell,
  subject: TransformSubject,
  operator: string,
  mapEach: (change: (value: string) => string) => ParameterResult,
): ParameterResult {
  const variable = shell.variables.find(subject.name);
  switch (operator) {
    case 'Q':
      return subject.list === undefined && subject.scalar === undefined ? { scalar: '' } : mapEach(quoteAlways);
    case 'U':
      return mapEach((value) => value.toUpperCase());
    case 'L':
      return mapEach((value) => value.toLowerCase());
    case 'u':
      return mapEach((value) => value.slice(0, 1).toUpperCase() + value.slice(1));
    case 'E':
      return mapEach((value) => expandEscapes(value, { octal: 'plain', quotes: true }).text);
    case 'a':
      return { scalar: variable ? describeVariable(subject.name, variable).flags : '' };
    case 'A':
      return { scalar: variable ? describeVariable(subject.name, variable).declaration : '' };
    case 'k':
    case 'K':
      return { list: entriesOf(variable).flat(), isJoined: operator === 'K' };
    case 'P':
      return mapEach((value) => value);
    default:
      throw new DiscardingError(`\${${subject.name}@${operator}}: bad substitution`);
  }
}
