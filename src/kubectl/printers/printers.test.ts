import { expect, it } from 'vitest';
import { wrap } from '../commands/explain/format-explanation.ts';
import { formatGoSyntax, formatGoValue, formatOrderedJson } from './go-value.ts';
import { formatKyaml } from './kyaml.ts';
import { parseOutputFormat, resultFormats } from './output-format.ts';
import { compareNaturally, sortByField } from './sort-by.ts';
import { type TableOptions, tableCells, tableHeader } from './table.ts';
import { createTableWriter } from './table-writer.ts';

it('prints values as Go prints them', () => {
  const value = { b: [1, 'x', null], a: { c: true, d: 0.5 }, e: undefined };
  expect(formatGoValue(value)).toBe('map[a:map[c:true d:0.5] b:[1 x <nil>]]');
  expect(formatGoSyntax(value)).toBe('map[string]interface {}{"a":map[string]interface {}{"c":true, "d":0.5}, "b":[]interface {}{1, "x", interface {}(nil)}}');
});

it('keeps the order of fields in JSON and escapes what HTML would take for markup', () => {
  expect(formatOrderedJson({ kind: 'A', apiVersion: '<v1>&', list: [] })).toBe(
    '{\n    "kind": "A",\n    "apiVersion": "\\u003cv1\\u003e\\u0026",\n    "list": []\n}',
  );
});

it('prints KYAML with cuddled lists and quoted texts', () => {
  expect(formatKyaml({ list: [{ b: 1, a: 'x' }, { a: 'y' }], words: ['on', 'off'], on: 'on', empty: {}, none: [], nil: null })).toBe(`---
{
  empty: {},
  list: [{
    a: "x",
    b: 1,
  }, {
    a: "y",
  }],
  nil: null,
  none: [],
  "on": "on",
  words: [
    "on",
    "off",
  ],
}
`);
});

it('sorts numbers, quantities and names with numbers in them by what they mean', () => {
  const sorted = (values: readonly unknown[]) =>
    sortByField(
      values.map((v) => ({ v })),
      '.v',
      (item) => item,
    ).map(({ v }) => v);
  expect(sorted([10, 9, 100])).toEqual([9, 10, 100]);
  expect(sorted(['1Gi', '500Mi', '2'])).toEqual(['2', '500Mi', '1Gi']);
  expect(sorted(['web-10', 'web-9', 'db'])).toEqual(['db', 'web-9', 'web-10']);
  expect(() => sortByField([{}], '.v', (item) => item)).toThrow('couldn\'t find any field with path "{.v}" in the list of objects');
  expect(compareNaturally('a', 'a')).toBe(0);
});

it('starts a block only when there are rows for it, and parts blocks by an empty line', () => {
  const writer = createTableWriter();
  writer.startBlock(['A', 'B']);
  writer.startBlock(['NAME', 'AGE']);
  writer.addRow(['x', '1s']);
  writer.startBlock(['KIND', 'N']);
  writer.addRow(['pod', '2']);
  expect(writer.flush()).toBe('NAME   AGE\nx      1s\n\nKIND   N\npod    2\n');
});

it('shows wide columns, kinds and labels only when they are wanted', () => {
  const columns = [
    { name: 'Name', type: 'string', format: 'name' },
    { name: 'Node', type: 'string', priority: 1 },
  ];
  const row = { cells: ['web', 'node-1\nmore'], object: { metadata: { name: 'web', namespace: 'prod', labels: { b: '2', a: '1' } } } };
  const plain: TableOptions = { wide: false, withNamespace: false, kindName: '', showLabels: false, labelColumns: [], withEvent: false };
  const all: TableOptions = { wide: true, withNamespace: true, kindName: 'pod', showLabels: true, labelColumns: ['x.io/b'], withEvent: true };
  expect([tableHeader(columns, plain), tableCells(columns, row, plain)]).toEqual([['NAME'], ['web']]);
  expect(tableHeader(columns, all)).toEqual(['EVENT', 'NAMESPACE', 'NAME', 'NODE', 'B', 'LABELS']);
  expect(tableCells(columns, row, all, 'ADDED')).toEqual(['ADDED', 'prod', 'pod/web', 'node-1...', '', 'a=1,b=2']);
});

it('reads the output format and refuses what a command does not know', () => {
  expect(parseOutputFormat('jsonpath={.a=b}', '', resultFormats)).toEqual({ name: 'jsonpath', argument: '{.a=b}' });
  expect(parseOutputFormat('', '{{.x}}', resultFormats)).toEqual({ name: 'go-template', argument: '{{.x}}' });
  expect(() => parseOutputFormat('wide', '', resultFormats)).toThrow(
    'unable to match a printer suitable for the output format "wide", allowed formats are: go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml',
  );
  expect(() => parseOutputFormat('jsonpath', '', resultFormats)).toThrow('template format specified but no template given');
});

it('wraps at blanks and keeps lines that are there', () => {
  expect(wrap('one two three\n  four', 8)).toBe('one two\nthree\n  four');
  expect(wrap('incomprehensibilities at', 5)).toBe('incomprehensibilities\nat');
});
