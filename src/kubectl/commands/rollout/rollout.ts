import { defineCommand } from '../../command.ts';
import { rolloutHistory } from './history.ts';
import { rolloutPause, rolloutResume } from './pause-resume.ts';
import { rolloutRestart } from './restart.ts';
import { rolloutStatus } from './status.ts';
import { rolloutUndo } from './undo.ts';

export const rollout = defineCommand({
  name: 'rollout',
  usage: 'rollout SUBCOMMAND',
  short: 'Manage the rollout of a resource',
  long: `Manage the rollout of one or many resources.
        
 Valid resource types include:

  *  deployments
  *  daemonsets
  *  statefulsets`,
  examples: `  # Rollback to the previous deployment
  kubectl rollout undo deployment/abc
  
  # Check the rollout status of a daemonset
  kubectl rollout status daemonset/foo
  
  # Restart a deployment
  kubectl rollout restart deployment/abc
  
  # Restart deployments with the 'app=nginx' label
  kubectl rollout restart deployment --selector=app=nginx`,
  flags: [],
  subcommands: [rolloutHistory, rolloutPause, rolloutRestart, rolloutResume, rolloutStatus, rolloutUndo],
});
