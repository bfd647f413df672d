import { expect, test } from 'vitest';
import { commandsOf } from './commands-of.ts';

test('each command of a script is a step', () => {
  expect(commandsOf('# first look\nkubectl get pods\n\nkubectl delete pod web\n')).toEqual(['kubectl get pods', 'kubectl delete pod web']);
});

test('continued lines and here-documents stay whole', () => {
  const script =
    "kubectl create configmap a \\\n  --from-literal=x=1\ncat > a.yaml <<'END'\nkind: Pod\n\n# a comment of the file\nEND\nkubectl apply -f a.yaml\n";
  expect(commandsOf(script)).toEqual([
    'kubectl create configmap a \\\n  --from-literal=x=1',
    "cat > a.yaml <<'END'\nkind: Pod\n\n# a comment of the file\nEND",
    'kubectl apply -f a.yaml',
  ]);
});

test('a loop and a text over several lines stay whole', () => {
  expect(commandsOf("for n in 1 2; do\n  echo $n\ndone\nkubectl patch x -p '\n{}\n'\necho end")).toEqual([
    'for n in 1 2; do\n  echo $n\ndone',
    "kubectl patch x -p '\n{}\n'",
    'echo end',
  ]);
});
