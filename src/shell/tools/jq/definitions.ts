import type { Scope } from './evaluate.ts';
import { parseDefinitions } from './parser.ts';

/** The builtins that are written in jq itself. */
const source = `
def map(f): [.[] | f];
def select(f): if f then . else empty end;
def recurse(f): def r: ., (f | r); r;
def recurse: recurse(.[]?);
def recurse(f; cond): def r: ., (f | select(cond) | r); r;
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type == "array" or type == "object");
def scalars: select(type != "array" and type != "object");
def map_values(f): .[] |= f;
def with_entries(f): to_entries | map(f) | from_entries;
def sort_by(f): _sort_by(map([f]));
def group_by(f): _group_by(map([f]));
def unique_by(f): _unique_by(map([f]));
def min_by(f): _min_by(map([f]));
def max_by(f): _max_by(map([f]));
def add(f): reduce f as $x (null; . + $x);
def any: reduce .[] as $x (false; . or $x);
def all: reduce .[] as $x (true; . and $x);
def any(f): isempty(first(.[] | f | select(.))) | not;
def all(f): isempty(first(.[] | f | select(. | not)));
def any(g; f): isempty(first(g | f | select(.))) | not;
def all(g; f): isempty(first(g | f | select(. | not)));
def first: .[0];
def last: .[-1];
def last(f): reduce f as $x (null; $x);
def nth($n): .[$n];
def nth($n; f): if $n < 0 then error("Out of bounds negative array index") else last(limit($n + 1; f)) end;
def until(cond; update): def r: if cond then . else (update | r) end; r;
def while(cond; update): def r: if cond then ., (update | r) else empty end; r;
def repeat(f): def r: ., (f | r); r;
def inside($x): . as $y | $x | contains($y);
def in($x): . as $key | $x | has($key);
def index($x): indices($x) | .[0];
def rindex($x): indices($x) | .[-1:][0];
def paths(f): path(.. | select(f)) | select(length > 0);
def leaf_paths: paths(scalars);
def pick(f): . as $top | reduce path(f) as $p (null; setpath($p; $top | getpath($p)));
def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $rest | [$x] + $rest end;
def combinations($n): . as $list | [range($n)] | map($list) | combinations;
def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w;
def match($re): _match($re; null; false)[];
def match($re; $flags): _match($re; $flags; false)[];
def capture($re; $flags): match($re; $flags) | [.captures[] | select(.name != null) | {key: .name, value: .string}] | from_entries;
def capture($re): capture($re; null);
def scan($re; $flags): _match($re; $flags; true)[] | if (.captures | length) > 0 then [.captures[].string] else .string end;
def scan($re): scan($re; null);
def splits($re): split($re; null)[];
def splits($re; $flags): split($re; $flags)[];
def _substitute($re; f; $flags; $all): . as $in
  | reduce _match($re; $flags; $all)[] as $m ({parts: [], at: 0};
      .at as $at | .parts += [$in[$at:$m.offset], ([$m.captures[] | select(.name != null) | {key: .name, value: .string}] | from_entries | f)] | .at = $m.offset + $m.length)
  | (.parts | join("")) + $in[.at:];
def sub($re; f): _substitute($re; f; null; false);
def sub($re; f; $flags): _substitute($re; f; $flags; ($flags | contains("g")));
def gsub($re; f): _substitute($re; f; null; true);
def gsub($re; f; $flags): _substitute($re; f; $flags; true);
def tostream: path(def r: (.[]? | r), .; r) as $p | getpath($p) | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);
def skip($n; f): foreach f as $x (-1; . + 1; if . >= $n then $x else empty end);
def debug(f): (f | debug | empty), .;
def finites: select(isinfinite or isnan | not);
def normals: select(isnormal);
def date: todate;
def have_literal_numbers: true;
def toarray: if type == "array" then . else [.] end;
`;

let scope: Scope | undefined;

/** The scope every program starts in. */
export function builtinScope(): Scope {
  if (!scope) {
    let built: Scope = { parent: undefined };
    for (const definition of parseDefinitions(source)) built = { parent: built, definition };
    scope = built;
  }
  return scope;
}
