/** A compound command that is not closed on its first line. */
const OPENS = /(?:^|[;&|]\s*|\s)(?:if|for|while|until|case)\b|\{$|\($|(?:^|;\s*)do$|\bthen$/;

/**
 * Cuts a script into the commands a person would enter one after the other: a line continued by a backslash, a here-document
 * and a loop stay whole. Empty lines and comments of their own are left out.
 */
export function commandsOf(script: string): readonly string[] {
  const commands: string[] = [];
  let open: string[] = [];
  let delimiter: string | undefined;
  let depth = 0;
  for (const line of script.split('\n')) {
    if (open.length === 0 && (line.trim() === '' || line.trimStart().startsWith('#'))) continue;
    open.push(line);
    if (delimiter !== undefined) {
      if (line.trim() !== delimiter) continue;
      delimiter = undefined;
    } else {
      delimiter = /<<-?\s*['"]?(\w+)['"]?/.exec(line)?.[1];
      depth += OPENS.test(line) ? 1 : 0;
      depth -= /(?:^|;\s*|\s)(?:done|fi|esac)\b|^\s*[})]/.test(line) ? 1 : 0;
    }
    const text = open.join('\n');
    const isQuoteOpen = delimiter === undefined && (text.replace(/\\./g, '').match(/'/g)?.length ?? 0) % 2 === 1 && !/"[^"]*'[^"]*"/.test(text);
    if (delimiter !== undefined || depth > 0 || line.endsWith('\\') || isQuoteOpen) continue;
    commands.push(text);
    open = [];
    depth = 0;
  }
  if (open.length > 0) commands.push(open.join('\n'));
  return commands;
}
