import { type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import { iterateYamlDocuments, YamlError } from '#machinery/yaml.ts';

const DELAY_MS = 600;

/** The documents of a file, each with the line it begins on (from 0). */
function documentsOf(doc: Text): readonly { readonly from: number; readonly text: string }[] {
  const documents: { from: number; lines: string[] }[] = [{ from: 0, lines: [] }];
  for (let number = 1; number <= doc.lines; number++) {
    const { text } = doc.line(number);
    if (text.startsWith('---')) documents.push({ from: number, lines: [] });
    else documents.at(-1)?.lines.push(text);
  }
  return documents.map(({ from, lines }) => ({ from, text: lines.join('\n') }));
}

/** What is wrong with the YAML of a file, in the words in which kubectl will say it: one error for each document. */
export function yamlProblems(doc: Text): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const { from, text } of documentsOf(doc)) {
    try {
      for (const _ of iterateYamlDocuments(text));
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      const lineInDocument = Number(/line (\d+):/.exec(error.message)?.[1] ?? 1);
      const line = doc.line(Math.min(doc.lines, Math.max(1, from + lineInDocument)));
      problems.push({ from: line.from, to: line.to, severity: 'error', message: error.message });
    }
  }
  return problems;
}

/**
 * Checks YAML while it is written.
 * @param say is told the first problem, or undefined when there is none; it shows it to those who do not see the gutter
 */
export function yamlCheck(say: (problem: string | undefined) => void): Extension {
  const check = linter(
    (view) => {
      const problems = yamlProblems(view.state.doc);
      say(problems[0]?.message);
      return problems;
    },
    { delay: DELAY_MS },
  );
  return [check, lintGutter()];
}
