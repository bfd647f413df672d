import { expect, test } from 'vitest';
import { GoTemplateError, renderGoTemplate } from './go-template.ts';

const list = {
  kind: 'List',
  items: [
    { metadata: { name: 'a' }, spec: { replicas: 3 } },
    { metadata: { name: 'b' }, spec: { replicas: 1 } },
  ],
  data: { p: 'aGk=', q: 'eA==' },
  none: null,
  big: 1500000,
  half: 0.5,
};

test.each([
  ['{{range .items}}{{.metadata.name}} {{end}}', 'a b '],
  ['{{range $i, $e := .items}}{{$i}}={{$e.metadata.name}}{{"\\n"}}{{end}}', '0=a\n1=b\n'],
  ['{{range $k, $v := .data}}{{$k}}:{{$v | base64decode}};{{end}}', 'p:hi;q:x;'],
  ['{{len .items}} {{index .items 1 "metadata" "name"}}', '2 b'],
  ['{{if eq .kind "Pod" "List"}}yes{{else}}no{{end}}', 'yes'],
  ['{{$n := 1}}{{if gt $n 1}}many{{else if eq $n 1}}one{{else}}none{{end}}', 'one'],
  ['{{with index .items 1}}{{.spec.replicas}}{{end}}', '1'],
  ['{{.missing}} {{.missing.too}} {{.none}}', '<no value> <no value> <nil>'],
  ['a {{- /* gone */ -}} b', 'ab'],
  ['{{range .items -}}\n  {{.metadata.name}}\n{{- end}}', 'ab'],
  ['{{printf "%-5s|%5d|%05d|%q|%v" .kind 3 -4 "x" .data}}', 'List |    3|-0004|"x"|map[p:aGk= q:eA==]'],
  ['{{range .items}}{{if eq .metadata.name "b"}}{{break}}{{end}}{{.metadata.name}}{{end}}', 'a'],
  ['{{range .missing}}x{{else}}empty{{end}}', 'empty'],
  ['{{if and .kind (not .missing)}}ok{{end}}{{or .missing "default"}}', 'okdefault'],
  ['{{exists . "data" "p"}} {{exists . "data" "z"}}', 'true false'],
  ['{{$x := 1}}{{range .items}}{{$x = .spec.replicas}}{{end}}{{$x}}', '1'],
  ['{{(index .items 0).metadata.name}}', 'a'],
  ['{{(index .items 0).spec.replicas}} {{.big}} {{.half}} {{len .items}}', '3 1.5e+06 0.5 2'],
  ['{{printf "%d %.1f %s %x" 7 .half .kind 255}}', '7 0.5 List ff'],
  ['{{printf "%d" .big}}', '%!d(float64=1.5e+06)'],
  ['{{if eq (index .items 1).spec.replicas 1.0}}one{{end}}', 'one'],
])('%s renders %j', (template, rendered) => {
  expect(renderGoTemplate(template, list)).toBe(rendered);
});

test.each([
  ['{{.x', 'template: output:1: unclosed action'],
  ['{{foo .x}}', 'template: output:1: function "foo" not defined'],
  ['a\n{{range .items}}', 'template: output:2: unexpected EOF'],
  ['{{end}}', 'template: output:1: unexpected {{end}}'],
  ['{{if}}x{{end}}', 'template: output:1: missing value for if'],
  ['{{break}}', 'template: output:1: {{break}} outside {{range}}'],
  ['{{.none.x}}', 'template: output:1:7: executing "output" at <.none.x>: nil pointer evaluating interface {}.x'],
  ['{{index .items 9}}', 'template: output:1:2: executing "output" at <index .items 9>: error calling index: index out of range: 9'],
  ['{{$x}}', 'template: output:1: undefined variable "$x"'],
  ['{{lt 1 "a"}}', 'template: output:1:2: executing "output" at <lt 1 "a">: error calling lt: incompatible types for comparison'],
  [
    '{{if eq (index .items 0).spec.replicas 3}}x{{end}}',
    'template: output:1:5: executing "output" at <eq (index .items 0).spec.replicas 3>: error calling eq: incompatible types for comparison',
  ],
  ['{{range .kind}}{{end}}', `template: output:1:8: executing "output" at <.kind>: range can't iterate over List`],
])('%s fails with %j', (template, message) => {
  expect(() => renderGoTemplate(template, list)).toThrow(new GoTemplateError(message));
});

test('a missing key can be an error', () => {
  expect(() => renderGoTemplate('{{.a.b}}', { a: {} }, { allowMissingKeys: false })).toThrow(
    new GoTemplateError('template: output:1:4: executing "output" at <.a.b>: map has no entry for key "b"'),
  );
});
