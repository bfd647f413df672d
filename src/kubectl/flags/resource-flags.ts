import type { Flag } from '../command.ts';

/** @param what ends the sentence "…, directory, or URL to files …" of `--filename` */
export function fileFlags(what: string): readonly Flag[] {
  return [
    { name: 'filename', shorthand: 'f', type: 'strings', default: [], usage: `File or directory ${what}. "-" is the standard input.` },
    { name: 'kustomize', shorthand: 'k', type: 'string', default: '', usage: 'Directory with a kustomization to process. Not with -f or -R.' },
    { name: 'recursive', shorthand: 'R', type: 'bool', default: false, usage: 'Whether to take the files of directories below those of -f as well.' },
  ];
}

export const selectorFlag: Flag = {
  name: 'selector',
  shorthand: 'l',
  type: 'string',
  default: '',
  usage: "Label selector to filter on; knows '=', '==', '!=', 'in', 'notin' (such as -l key1=value1,key2=value2,key3 in (value3)).",
};

export const fieldSelectorFlag: Flag = {
  name: 'field-selector',
  type: 'string',
  default: '',
  usage: "Field selector to filter on; knows '=', '==' and '!=' (such as --field-selector key1=value1,key2=value2). Each type has only a few such fields.",
};

export const allNamespacesFlag: Flag = {
  name: 'all-namespaces',
  shorthand: 'A',
  type: 'bool',
  default: false,
  usage: 'Whether to work on the objects of all namespaces, whatever the current one is.',
};

export const allFlag: Flag = { name: 'all', type: 'bool', default: false, usage: 'Whether to take all objects of the type in the namespace.' };

export const localFlag: Flag = { name: 'local', type: 'bool', default: false, usage: 'Whether to work on the files alone, without asking the server.' };

export const saveConfigFlag: Flag = {
  name: 'save-config',
  type: 'bool',
  default: false,
  usage: 'Whether to keep the configuration of the object in its annotation, so that `kubectl apply` can be used on it later.',
};
