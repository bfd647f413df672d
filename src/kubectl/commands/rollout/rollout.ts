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
  long: `Shows, pauses, repeats and takes back rollouts of

  *  deployments
  *  daemonsets
  *  statefulsets`,
  examples: `# Back to the revision before
kubectl rollout undo deployment/abc

# How far is it?
kubectl rollout status daemonset/foo

# Make all pods of a Deployment anew
kubectl rollout restart deployment/abc`,
  flags: [],
  subcommands: [rolloutHistory, rolloutPause, rolloutRestart, rolloutResume, rolloutStatus, rolloutUndo],
});
