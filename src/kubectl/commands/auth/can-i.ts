import { UsageError } from '#sim/usage-error.ts';
import { defineCommand, type Flag, type Invocation } from '../../command.ts';
import { printWarning } from '../../create-context.ts';
import { allNamespacesFlag } from '../../flags/resource-flags.ts';
import { findResource } from '../../rest-mapping.ts';
import { formatRules, type RulesStatus } from './rules-table.ts';

const group = '/apis/authorization.k8s.io/v1';
const resourceVerbs = 'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(' ');
const urlVerbs = 'get put post head options delete patch *'.split(' ');

const flags: readonly Flag[] = [
  { ...allNamespacesFlag, usage: 'Whether to ask about all namespaces.' },
  { name: 'list', type: 'bool', default: false, usage: 'Whether to print everything that is allowed.' },
  { name: 'no-headers', type: 'bool', default: false, usage: 'Whether to leave the column headers out.' },
  { name: 'quiet', shorthand: 'q', type: 'bool', default: false, usage: 'Whether to print nothing and only return the exit code.' },
  { name: 'subresource', type: 'string', default: '', usage: 'Subresource, such as pod/log or deployment/scale.' },
];

interface Review {
  readonly status?: { readonly allowed?: boolean; readonly reason?: string; readonly evaluationError?: string };
}

async function run(_: undefined, invocation: Invocation): Promise<number> {
  const { args, flags: given, kubectl, process, commandPath } = invocation;
  const namespace = given.bool('all-namespaces') ? '' : kubectl.namespace;
  if (given.bool('list')) {
    const body = { kind: 'SelfSubjectRulesReview', apiVersion: 'authorization.k8s.io/v1', spec: { namespace } };
    const response = await kubectl.client().request({ method: 'POST', path: `${group}/selfsubjectrulesreviews`, body });
    await process.print(formatRules((response.body as { readonly status?: RulesStatus }).status ?? {}, given.bool('no-headers')));
    return 0;
  }
  const [verb, what] = args;
  if (args.length < 2 || args.length > 3 || verb === undefined || what === undefined) {
    throw new UsageError(`you must specify two arguments: verb resource or verb resource/resourceName.\nSee '${commandPath} -h' for help and examples.`);
  }
  const spec = what.startsWith('/') ? await urlSpec(verb, what, invocation) : await resourceSpec(verb, what, args[2], namespace, invocation);
  const body = { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', spec };
  const response = await kubectl.client().request({ method: 'POST', path: `${group}/selfsubjectaccessreviews`, body });
  const { allowed = false, reason = '', evaluationError = '' } = (response.body as Review).status ?? {};
  const why = [reason, evaluationError].filter((text) => text !== '').map((text) => ` - ${text}`);
  if (!given.bool('quiet')) await process.print(allowed ? 'yes\n' : `no${why.join('')}\n`);
  return allowed ? 0 : 1;
}

async function urlSpec(verb: string, path: string, { flags: given, process }: Invocation): Promise<object> {
  if (given.string('subresource') !== '') throw new UsageError('--subresource can not be used with NonResourceURL');
  if (!urlVerbs.includes(verb)) await printWarning(process, `verb '${verb}' is not a known verb\n`);
  return { nonResourceAttributes: { verb, path } };
}

async function resourceSpec(verb: string, what: string, third: string | undefined, namespace: string, invocation: Invocation): Promise<object> {
  const { flags: given, kubectl, process } = invocation;
  const [word = '', name = third ?? ''] = what.split('/');
  const subresource = given.string('subresource');
  const found = word === '*' ? undefined : findResource(await kubectl.resources(), word);
  const [bare = '', ...rest] = word.split('.');
  const place = rest.length > 0 ? ` in group '${rest.join('.')}'` : '';
  if (!resourceVerbs.includes(verb)) await printWarning(process, `verb '${verb}' is not a known verb\n`);
  if (found === undefined && word !== '*') await printWarning(process, `the server doesn't have a resource type '${bare}'${place}\n`);
  if (found !== undefined && !found.namespaced && namespace !== '') {
    await printWarning(process, `resource '${found.plural}' is not namespace scoped${found.group === '' ? '' : ` in group '${found.group}'`}\n`);
  }
  return {
    resourceAttributes: {
      ...(namespace === '' ? {} : { namespace }),
      verb,
      group: found?.group ?? rest.join('.'),
      resource: found?.plural ?? bare,
      ...(subresource === '' ? {} : { subresource }),
      ...(name === '' ? {} : { name }),
    },
  };
}

export const canI = defineCommand<undefined>({
  name: 'can-i',
  usage: 'auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  short: 'Check whether an action is allowed',
  long: `Check whether an action is allowed.

 VERB is a verb of the Kubernetes API such as 'get', 'list', 'watch' or 'delete'. TYPE is a resource type, NONRESOURCEURL a part of a URL that starts with "/", NAME the name of an object.`,
  examples: `  # May I create pods in any namespace?
  kubectl auth can-i create pods --all-namespaces
  
  # May I list deployments in the current namespace?
  kubectl auth can-i list deployments.apps
  
  # May the service account "foo" of the namespace "dev" list pods there?
  kubectl auth can-i list pods --as=system:serviceaccount:dev:foo -n dev
  
  # What may I do in the namespace "foo"?
  kubectl auth can-i --list --namespace=foo`,
  flags,
  run,
});
