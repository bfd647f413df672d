import { entriesOf, type Variable } from '../variables.ts';
import { quoteDouble } from './quote.ts';

/** The attributes of a variable as letters (`ix`), and the command that declares it, as `declare -p` prints it. */
export function describeVariable(name: string, variable: Variable): { flags: string; declaration: string } {
  const flags = [
    variable.array ? 'a' : '',
    variable.table ? 'A' : '',
    variable.isInteger ? 'i' : '',
    variable.letterCase === 'lower' ? 'l' : '',
    variable.isReference ? 'n' : '',
    variable.isReadonly ? 'r' : '',
    variable.letterCase === 'upper' ? 'u' : '',
    variable.isExported ? 'x' : '',
  ].join('');
  const head = `declare -${flags || '-'} ${name}`;
  if (!variable.array && !variable.table) return { flags, declaration: variable.scalar === undefined ? head : `${head}=${quoteDouble(variable.scalar)}` };
  const elements = entriesOf(variable).map(([key, value]) => `[${variable.table && !/^[\w./-]+$/.test(key) ? quoteDouble(key) : key}]=${quoteDouble(value)}`);
  return { flags, declaration: `${head}=(${elements.join(' ')}${variable.table && elements.length > 0 ? ' ' : ''})` };
}
