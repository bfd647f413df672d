import type { Builtin, DeclarationBuiltin, Flavour } from '../shell.ts';
import { completionBuiltins } from './completion.ts';
import { declarationBuiltins } from './declarations.ts';
import { directoryBuiltins } from './directories.ts';
import { fixCommandBuiltins } from './fix-command.ts';
import { flowBuiltins } from './flow.ts';
import { inputBuiltins } from './input.ts';
import { jobBuiltins } from './jobs.ts';
import { lookupBuiltins } from './lookup.ts';
import { outputBuiltins } from './output.ts';
import { sessionBuiltins } from './session.ts';
import { testBuiltins } from './test.ts';
import { trapBuiltins } from './traps.ts';
import { variableBuiltins } from './variables.ts';

const all: ReadonlyMap<string, Builtin> = new Map(
  [
    completionBuiltins,
    directoryBuiltins,
    fixCommandBuiltins,
    flowBuiltins,
    inputBuiltins,
    jobBuiltins,
    lookupBuiltins,
    outputBuiltins,
    sessionBuiltins,
    testBuiltins,
    trapBuiltins,
    variableBuiltins,
  ].flatMap((group) => Object.entries(group)),
);

const declarations: ReadonlyMap<string, DeclarationBuiltin> = new Map(Object.entries(declarationBuiltins));

/** What only bash has. */
const bashOnly = new Set(
  'shopt declare typeset mapfile readarray pushd popd dirs complete compgen compopt bind caller disown fc history help builtin logout'.split(' '),
);
/** What dash lacks besides, and busybox's ash has. */
const notInDash = new Set(['let', 'source', '[[']);

const without = <T>(table: ReadonlyMap<string, T>, excluded: (name: string) => boolean): ReadonlyMap<string, T> =>
  new Map([...table].filter(([name]) => !excluded(name)));

const isLackedByAsh = (name: string): boolean => bashOnly.has(name) && name !== 'history' && name !== 'help';
const isLackedByDash = (name: string): boolean => bashOnly.has(name) || notInDash.has(name);

interface BuiltinTables {
  readonly plain: ReadonlyMap<string, Builtin>;
  readonly declarations: ReadonlyMap<string, DeclarationBuiltin>;
}

const tables: Readonly<Record<Flavour, BuiltinTables>> = {
  bash: { plain: all, declarations },
  ash: { plain: without(all, isLackedByAsh), declarations: without(declarations, isLackedByAsh) },
  dash: { plain: without(all, isLackedByDash), declarations: without(declarations, isLackedByDash) },
};

/** The builtins a flavour of shell has. */
export function builtinsOf(flavour: Flavour): BuiltinTables {
  return tables[flavour];
}
