import { EXECUTE, hasAccess, READ, WRITE } from '#os/executable.ts';
import { FileError, type FileStat } from '#os/file-system.ts';
import { ShellError } from '../control-flow.ts';
import { isTerminal } from '../descriptors.ts';
import type { Shell } from '../shell.ts';
import { elementOf, elementsOf, parameterValue } from '../words/parameter-value.ts';

const unaryOperators = new Set('abcdefghkprstuvwxzGLNORSnzo'.split('').map((letter) => `-${letter}`));
const numberOperators = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);
const binaryOperators = new Set(['=', '==', '!=', '<', '>', '-nt', '-ot', '-ef', ...numberOperators]);

export const isUnaryOperator = (text: string): boolean => unaryOperators.has(text);
export const isBinaryOperator = (text: string): boolean => binaryOperators.has(text);
export const isNumberOperator = (text: string): boolean => numberOperators.has(text);

/** `-f file`, `-n text` and the like, as `test` and `[[ ]]` share them. */
export function testUnary(shell: Shell, operator: string, operand: string): boolean {
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-o':
      return shell.options.has(operand);
    case '-v':
      return isSet(shell, operand);
    case '-R':
      return shell.variables.find(operand)?.isReference ?? false;
    case '-t':
      return isTerminal(shell.descriptors, Number(operand));
    default:
      return testFile(shell, operator, operand);
  }
}

function isSet(shell: Shell, name: string): boolean {
  const match = /^(\w+)\[(.+)\]$/s.exec(name);
  if (!match) return parameterValue(shell, name) !== undefined;
  const [, array = '', subscript = ''] = match;
  return subscript === '@' || subscript === '*' ? elementsOf(shell, array).length > 0 : elementOf(shell, array, subscript) !== undefined;
}

function testFile(shell: Shell, operator: string, operand: string): boolean {
  const isLink = operator === '-L' || operator === '-h';
  const stat = statOf(shell, operand, isLink);
  if (!stat) return false;
  const { user } = shell.process;
  switch (operator) {
    case '-e':
    case '-a':
      return true;
    case '-f':
      return stat.type === 'file';
    case '-d':
      return stat.type === 'directory';
    case '-L':
    case '-h':
      return stat.type === 'link';
    case '-c':
      return stat.type === 'device';
    case '-s':
      return stat.sizeBytes > 0;
    case '-r':
      return hasAccess(stat, user, READ);
    case '-w':
      return hasAccess(stat, user, WRITE);
    case '-x':
      return hasAccess(stat, user, EXECUTE);
    case '-O':
      return stat.uid === user.uid;
    case '-G':
      return stat.gid === user.gid;
    case '-u':
      return (stat.mode & 0o4000) !== 0;
    case '-g':
      return (stat.mode & 0o2000) !== 0;
    case '-k':
      return (stat.mode & 0o1000) !== 0;
    default:
      return false; // block devices, pipes and sockets: there are none
  }
}

function statOf(shell: Shell, path: string, isLink = false): FileStat | undefined {
  if (path === '') return undefined;
  try {
    const full = shell.process.resolvePath(path) + (path.endsWith('/') && path !== '/' ? '/' : '');
    return isLink ? shell.process.fs.lstat(full) : shell.process.fs.stat(full);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** `a = b`, `a -nt b`: everything with two operands but numbers. */
export function testBinary(shell: Shell, operator: string, left: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
      return (statOf(shell, left)?.modifiedMs ?? -1) > (statOf(shell, right)?.modifiedMs ?? -1);
    case '-ot':
      return (statOf(shell, left)?.modifiedMs ?? -1) < (statOf(shell, right)?.modifiedMs ?? -1);
    case '-ef':
      return (
        statOf(shell, left) !== undefined &&
        shell.process.fs.realPath(shell.process.resolvePath(left)) === shell.process.fs.realPath(shell.process.resolvePath(right))
      );
    default:
      throw new ShellError(`${operator}: binary operator expected`, 2);
  }
}

/** `-eq` and its kin. */
export function compareNumbers(operator: string, left: bigint, right: bigint): boolean {
  switch (operator) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    default:
      return left >= right;
  }
}
