import { describe, expect, test } from 'vitest';
import { alignTabs, createTabWriter, describeTabs, formatTabs, tableTabs } from './tabwriter.ts';

describe('tab alignment', () => {
  test('a table of kubectl get has columns of at least six and three blanks between them', () => {
    expect(
      formatTabs(
        [
          ['NAME', 'READY', 'STATUS'],
          ['web-7bd99cb586-lq2rl', '1/1', 'Running'],
          ['a', '0/1', 'Pending'],
        ],
        tableTabs,
      ),
    ).toBe(['NAME                   READY   STATUS', 'web-7bd99cb586-lq2rl   1/1     Running', 'a                      0/1     Pending', ''].join('\n'));
  });

  test('a line without tabs ends a column', () => {
    expect(alignTabs('Name:\tx\nLabels:\ty\nData\n====\na:\t1\n', describeTabs)).toBe('Name:    x\nLabels:  y\nData\n====\na:  1\n');
  });

  test('neighbouring lines share their first column even when they have more or fewer cells', () => {
    expect(alignTabs('  Type\tStatus\tReason\n  A\tTrue\tB\nOldReplicaSets:\t<none>\n', describeTabs)).toBe(
      '  Type           Status  Reason\n  A              True    B\nOldReplicaSets:  <none>\n',
    );
  });

  test('the last cell is not padded, and an empty cell still takes its width', () => {
    expect(alignTabs('a\t\tb \nlong\tx\tc\n', describeTabs)).toBe('a        b \nlong  x  c\n');
  });

  test('widths count code points, not bytes or UTF-16 units', () => {
    expect(alignTabs('日本\tx\n🚀\ty\nabc\tz\n', describeTabs)).toBe('日本   x\n🚀    y\nabc  z\n');
  });

  test('a writer keeps its widths from one piece to the next', () => {
    const writer = createTabWriter(tableTabs);
    expect(writer.align('long-name-here\tx\n')).toBe('long-name-here   x\n');
    expect(writer.align('a\ty\n')).toBe('a                y\n');
  });
});
