import { describe, expect, test } from 'vitest';
import { openTerminal, plainLines } from './terminal-session.ts';

const ctrl = (letter: string): string => String.fromCharCode(letter.toUpperCase().charCodeAt(0) ^ 0x40);
const alt = (letter: string): string => `\x1b${letter}`;

/** The arguments a line reached the shell with, after these keys. */
async function argumentsAfter(keys: string): Promise<string> {
  const { run } = await openTerminal();
  return (await run(`echo ${keys}`)).join('\n');
}

describe('the line editor', () => {
  const edits: readonly (readonly [what: string, keys: string, line: string])[] = [
    ['moves by words', `one three${alt('b')}two `, 'one two three'],
    ['takes Esc and a key typed apart for Alt', `one three${alt('b')}two `, 'one two three'],
    ['kills a word backwards and yanks it', `one two${ctrl('W')}${ctrl('Y')}${ctrl('Y')}`, 'one twotwo'],
    ['joins kills that follow each other', `one two three${alt('\x7f')}${alt('\x7f')}x${ctrl('Y')}`, 'one xtwo three'],
    ['goes back through the kills', `one two${ctrl('W')}${ctrl('W')}a b${ctrl('W')}${ctrl('Y')}${alt('y')}`, 'a one two'],
    ['undoes what was typed in one go', `abc${ctrl('W')}${ctrl('_')}`, 'abc'],
    ['repeats a move by a numeric argument', `abcdef${alt('3')}${ctrl('B')}-`, 'abc-def'],
    ['takes further digits of an argument', `${alt('1')}2x`, 'xxxxxxxxxxxx'],
    ['deletes as many characters as asked for', `abcdef${alt('2')}\x7f`, 'abcd'],
    ['quotes the next key', `'a${ctrl('V')}\tb'`, 'a\tb'],
    ['transposes characters and words', `ba${ctrl('T')} two one${alt('t')}`, 'ab one two'],
    ['changes case', `one TWO three${alt('b')}${alt('b')}${alt('b')}${alt('u')}${alt('l')}${alt('c')}`, 'ONE two Three'],
    ['finds a character', `abcabc${ctrl('A')}${alt('f')}${ctrl(']')}bX`, 'aXbcabc'],
    ['goes back to the mark', `b${ctrl('@')}c${ctrl('X')}${ctrl('X')}-`, 'b-c'],
    ['removes blanks around the cursor', `a   b${ctrl('B')}${alt('\\')}`, 'ab'],
    ['deletes wide characters as one', `你好吗\x7f世`, '你好世'],
    ['keeps combined characters together', `e\u0301x${ctrl('B')}${ctrl('B')}${ctrl('D')}`, 'x'],
  ];
  for (const [what, keys, line] of edits) test(what, async () => expect(await argumentsAfter(keys)).toBe(line));

  test('turns an action round with a negative argument', async () => {
    expect(await argumentsAfter(`abcx${alt('-')}${alt('1')}${ctrl('D')}`)).toBe('abc');
  });

  test('takes Esc for Alt although the next key comes later', async () => {
    const { type, run } = await openTerminal();
    await type('echo one three');
    await type('\x1b');
    await type('b');
    expect(await run('two ')).toEqual(['one two three']);
  });

  test('searches the history backwards, again, and gives the line back with ^G', async () => {
    const { type, run } = await openTerminal();
    await run('echo first');
    await run('echo second');
    await type('draft');
    expect(await type(ctrl('R'))).toContain("(reverse-i-search)`': draft");
    expect(await type('echo')).toContain("(reverse-i-search)`echo': echo second");
    expect(await type(ctrl('R'))).toContain("(reverse-i-search)`echo': echo first");
    expect(await type(ctrl('R'))).toContain("(failed reverse-i-search)`echo': echo first");
    expect(await type(ctrl('G'))).toContain('$ draft');
    await type(ctrl('U'));
    expect(plainLines(await type(`${ctrl('R')}fir\r`))).toContain('first');
  });

  test('^O runs a line of the history and brings the next one', async () => {
    const { type, run } = await openTerminal();
    await run('echo one');
    await run('echo two');
    await type('\x1b[A\x1b[A');
    expect(plainLines(await type(ctrl('O')))).toContain('one');
    expect(plainLines(await type('\r'))).toContain('two');
  });

  test('Alt-. brings last arguments, Alt-# makes a comment', async () => {
    const { type, run } = await openTerminal();
    await run('echo a bc');
    await run('echo d ef');
    expect(await run(`echo ${alt('.')}${alt('.')}`)).toEqual(['bc']);
    await type(`exit 3${alt('#')}`);
    expect(await run('echo here')).toEqual(['here']);
  });

  test('^X^E opens the line in the editor and runs what was saved', async () => {
    const { machine, run, type } = await openTerminal();
    machine.editor = { edit: async ({ text }) => ({ text: text.replace('one', 'two'), saved: true }) };
    await type('echo one');
    expect(plainLines(await type(`${ctrl('X')}${ctrl('E')}`))).toContain('two');
    expect(await run('history 1')).toEqual(['    2  history 1']);
  });
});

describe('completion', () => {
  const files = { '/root/alpha.yaml': '', '/root/alphabet.txt': '', '/root/my file': 'x\n' };

  test('goes as far as it is clear, then lists at the second Tab', async () => {
    const { type } = await openTerminal({ files });
    expect(await type('cat al\t')).toContain('$ cat alpha');
    const shown = await type('\t');
    expect(shown).toContain('alpha.yaml    alphabet.txt');
    expect(shown).toContain('$ cat alpha');
  });

  test('keeps the quotes a word was begun with', async () => {
    const { run } = await openTerminal({ files });
    expect(await run('cat "my\t')).toEqual(['x']);
    expect(await run('cat my\t')).toEqual(['x']);
  });

  test('leaves a variable to be expanded', async () => {
    const { run } = await openTerminal();
    expect(await run('echo $HOM\t')).toEqual(['/root']);
  });

  test('asks before it lists very many, and shows them a screen at a time', async () => {
    const many = Object.fromEntries(Array.from({ length: 120 }, (_unused, i) => [`/root/a-rather-long-file-name-number-${i}`, '']));
    const { type, run } = await openTerminal({ files: many, rows: 10 });
    await type('cat a-r\t');
    expect(await type('\t')).toContain('Display all 120 possibilities? (y or n)');
    const page = await type('y');
    expect(page.endsWith('--More--')).toBe(true);
    expect(page.split('\r\n').length).toBe(11);
    await type('q');
    await type(ctrl('U'));
    await type('cat a-r\t\tn');
    expect(await run(`${ctrl('U')}echo still`)).toEqual(['still']);
  });

  test('asks a function for candidates as bash does', async () => {
    const { run, type } = await openTerminal();
    await run(`f() { COMPREPLY=($(compgen -W "namespace=a names" -- "$2")); compopt -o nospace; }`);
    await run('complete -F f thing');
    expect(await type('thing name\t\t')).toContain('names        namespace=a');
  });

  test('splits at = and : what it gives to a function', async () => {
    const { run, type, machine } = await openTerminal();
    await run(`f() { printf '<%s>' "$COMP_CWORD" "\${COMP_WORDS[@]}" > seen; COMPREPLY=(red); }`);
    await run('complete -F f thing');
    expect(await type('thing --color=r\t')).toContain('$ thing --color=red ');
    expect(machine.fs.readText('/root/seen')).toBe('<3><thing><--color><=><r>');
  });
});

describe('an interactive shell', () => {
  test('shows its prompt anew for another width', async () => {
    const { type, tty, simulation } = await openTerminal({ columns: 20 });
    await type('echo 0123456789 0123456789 012345');
    simulation.inject(() => tty.resize(40, 24));
    expect(await type('')).toContain('$ echo 0123456789 0123456789 012345');
    expect(plainLines(await type('\r'))).toContain('0123456789 0123456789 012345');
    expect(plainLines(await type('echo $COLUMNS\r'))).toEqual(['40']);
  });

  test('keeps its history in a file, and brings it back', async () => {
    const { type, run, machine } = await openTerminal({ files: { '/root/.bash_history': 'echo old\n' } });
    expect(await run('!!')).toEqual(['echo old', 'old']);
    await type('exit\r');
    expect(machine.fs.readText('/root/.bash_history')).toBe('echo old\necho old\nexit\n');
  });

  test('keeps a command of several lines as one', async () => {
    const { run } = await openTerminal();
    await run('for i in 1 2\rdo\recho $i\rdone');
    expect(await run('history 2')).toEqual(['    1  for i in 1 2; do echo $i; done', '    2  history 2']);
  });

  test('leaves out of the history what HISTCONTROL says', async () => {
    const { run } = await openTerminal();
    await run('HISTCONTROL=ignoreboth');
    await run(' secret');
    await run('echo a');
    await run('echo a');
    expect((await run('history')).map((line) => line.trim())).toEqual(['1  HISTCONTROL=ignoreboth', '2  echo a', '3  history']);
  });

  test('runs PROMPT_COMMAND before each prompt and leaves $? alone', async () => {
    const { run, machine } = await openTerminal();
    await run(`PROMPT_COMMAND='echo $? >> log; true'`);
    await run('false');
    expect(await run('echo $?')).toEqual(['1']);
    expect(machine.fs.readText('/root/log')).toBe('0\n1\n0\n');
  });

  test('runs earlier commands again with fc', async () => {
    const { run } = await openTerminal();
    await run('echo one two');
    expect(await run('fc -s one=three')).toEqual(['echo three two', 'three two']);
    expect(await run('fc -l -2')).toEqual(['1\t echo one two', '2\t echo three two']);
  });

  test('reads .bashrc, with its aliases and prompt', async () => {
    const { type } = await openTerminal({ files: { '/root/.bashrc': `alias k='echo kube'\nPS1='\\w> '\n` } });
    const shown = await type('k x\r');
    expect(shown).toContain('kube x');
    expect(shown).toContain('~> ');
  });
});
