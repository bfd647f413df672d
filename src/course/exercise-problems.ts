import { type LocalText, languages } from './exercise.ts';
import type { ExerciseAnswers, ExerciseSource } from './exercise-source.ts';
import { placeholdersIn } from './parameters.ts';

/** Something an author must mend. `file` is relative to the exercise's folder (or the checker's path). */
export interface ExerciseProblem {
  readonly file: string;
  readonly message: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const MIN_HINTS = 2;
const MIN_WRONG_ANSWERS = 3;

/** Holds an exercise against what every exercise must have. An empty list: nothing to mend. */
export function findExerciseProblems(source: ExerciseSource, answers: ExerciseAnswers): readonly ExerciseProblem[] {
  const problems: ExerciseProblem[] = [];
  const blame = (file: string, message: string): void => void problems.push({ file, message });
  const { exercise, checker } = source;
  const main = 'exercise.ts';

  if (!UUID.test(exercise.uuid)) blame(main, `uuid "${exercise.uuid}" is not a version-4 UUID`);
  if (!(exercise.minutes > 0)) blame(main, 'minutes must be above 0');
  if (exercise.cluster.nodes.length === 0) blame(main, 'cluster.nodes is empty');
  if (exercise.hints.length < MIN_HINTS) blame(main, `has ${exercise.hints.length} hint(s); at least ${MIN_HINTS} are needed`);
  if (exercise.wrong.length < MIN_WRONG_ANSWERS) blame(main, `has ${exercise.wrong.length} wrong answer(s); at least ${MIN_WRONG_ANSWERS} are needed`);
  if (Object.keys(checker).length === 0) blame(`checkers/${source.id}.ts`, 'has no checks');

  for (const name of exercise.setup) if (source.setup[name] === undefined) blame(main, `setup names "${name}", but there is no file setup/${name}`);
  for (const name of Object.keys(source.setup)) if (!exercise.setup.includes(name)) blame(`setup/${name}`, 'is not listed in exercise.ts under setup');
  if (answers.solution.trim() === '') blame('solution.sh', 'is missing or empty');
  for (const language of languages) if (!answers.tasks[language]?.trim()) blame(`task.${language.toLowerCase()}.mdx`, 'is missing or empty');
  for (const wrong of exercise.wrong) {
    if (!answers.wrong[wrong.script]?.trim()) blame(main, `names the wrong answer "${wrong.script}", but wrong/${wrong.script} is missing or empty`);
    if (!(wrong.failsAt in checker))
      blame(main, `says that ${wrong.script} fails at "${wrong.failsAt}", which is no check; there are ${Object.keys(checker).join(', ')}`);
  }
  for (const name of Object.keys(answers.wrong))
    if (!exercise.wrong.some((wrong) => wrong.script === name)) blame(`wrong/${name}`, 'is not listed in exercise.ts under wrong');

  const texts: [string, LocalText][] = [
    [`${main}: title`, exercise.title],
    ...exercise.hints.map((hint, i): [string, LocalText] => [`${main}: hints[${i}]`, hint]),
    ...(exercise.explanation ? [[`${main}: explanation`, exercise.explanation] satisfies [string, LocalText]] : []),
    ...exercise.wrong.map((wrong): [string, LocalText] => [`${main}: wrong ${wrong.script}`, wrong.why]),
    ...Object.entries(checker).map(([id, check]): [string, LocalText] => [`checkers/${source.id}.ts: ${id}`, check.goal]),
  ];
  for (const [where, text] of texts) for (const language of languages) if (!text[language]?.trim()) blame(where, `has no text in ${language}`);

  const known = new Set(Object.keys(exercise.parameters ?? {}));
  const written: [string, string][] = [
    ...Object.entries(source.setup).map(([name, text]): [string, string] => [`setup/${name}`, text]),
    ...Object.entries(source.files).map(([name, text]): [string, string] => [`files/${name}`, `${name}\n${text}`]),
    ...Object.entries(answers.wrong).map(([name, text]): [string, string] => [`wrong/${name}`, text]),
    ...Object.entries(answers.tasks).map(([language, text]): [string, string] => [`task.${language.toLowerCase()}.mdx`, text]),
    ['solution.sh', answers.solution],
    ...texts.flatMap(([where, text]) => languages.map((language): [string, string] => [where, text[language] ?? ''])),
  ];
  for (const [where, text] of written)
    for (const name of placeholdersIn(text)) if (!known.has(name)) blame(where, `uses @${name}@, which is no parameter of the exercise`);
  return problems;
}
