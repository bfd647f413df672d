import type { Command } from '../../command.ts';
import { createClusterRole } from './clusterrole.ts';
import { createClusterRoleBinding } from './clusterrolebinding.ts';
import { createConfigMap } from './configmap.ts';
import { createCronJob } from './cronjob.ts';
import { createDeployment } from './deployment.ts';
import { createIngress } from './ingress.ts';
import { createJob } from './job.ts';
import { createNamespace } from './namespace.ts';
import { createPodDisruptionBudget } from './poddisruptionbudget.ts';
import { createPriorityClass } from './priorityclass.ts';
import { createQuota } from './quota.ts';
import { createRole } from './role.ts';
import { createRoleBinding } from './rolebinding.ts';
import { createSecret } from './secret/secret.ts';
import { createService } from './service.ts';
import { createServiceAccount } from './serviceaccount.ts';
import { createToken } from './token.ts';

/** The kinds that `kubectl create` makes out of flags. */
export const createSubcommands: readonly Command[] = [
  createClusterRole,
  createClusterRoleBinding,
  createConfigMap,
  createCronJob,
  createDeployment,
  createIngress,
  createJob,
  createNamespace,
  createPodDisruptionBudget,
  createPriorityClass,
  createQuota,
  createRole,
  createRoleBinding,
  createSecret,
  createService,
  createServiceAccount,
  createToken,
];
