import type { Program } from '#os/process.ts';
import { awk } from './awk.ts';
import { base64 } from './base64.ts';
import { cat } from './cat.ts';
import { chmod, chown } from './change-mode.ts';
import { md5sum, sha256sum } from './checksum.ts';
import { cp, ln, mv } from './copy.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { diff } from './diff.ts';
import { nano, vi } from './editors.ts';
import { env, printenv } from './env.ts';
import { expr } from './expr.ts';
import { find } from './find.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { hostname, id, uname, whoami } from './identity.ts';
import { jq } from './jq.ts';
import { ls } from './ls.ts';
import { mkdir, rmdir } from './make-directory.ts';
import { less, more } from './pager.ts';
import { basename, dirname, mktemp, readlink, realpath, which } from './path-names.ts';
import { kill, pgrep, pkill, ps } from './processes.ts';
import { rm } from './remove.ts';
import { nohup, timeout, watch } from './run-command.ts';
import { sed } from './sed/sed.ts';
import { seq } from './seq.ts';
import { clear, echo, falseProgram, printf, pwd, test, trueProgram, yes } from './simple.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { stat } from './stat.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { column, fold, nl, paste, rev, tac } from './text-columns.ts';
import { touch } from './touch.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { xargs } from './xargs.ts';

/** What lies in `/bin`. */
export const binTools: Readonly<Record<string, Program>> = {
  cat,
  chmod,
  chown,
  cp,
  date,
  echo,
  egrep,
  false: falseProgram,
  fgrep,
  grep,
  hostname,
  kill,
  ln,
  ls,
  mkdir,
  mktemp,
  more,
  mv,
  ps,
  pwd,
  readlink,
  rm,
  rmdir,
  sed,
  sleep,
  stat,
  touch,
  true: trueProgram,
  uname,
};

/** What lies in `/usr/bin`. */
export const usrBinTools: Readonly<Record<string, Program>> = {
  '[': test,
  awk,
  base64,
  basename,
  clear,
  column,
  cut,
  diff,
  dirname,
  env,
  expr,
  find,
  fold,
  head,
  id,
  less,
  md5sum,
  nl,
  nohup,
  paste,
  pgrep,
  pkill,
  printenv,
  printf,
  realpath,
  rev,
  seq,
  sha256sum,
  sort,
  tac,
  tail,
  tee,
  test,
  timeout,
  tr,
  uniq,
  watch,
  wc,
  which,
  whoami,
  xargs,
  yes,
};

/** What only a workstation has, not every container. */
export const peopleTools: Readonly<Record<string, Program>> = { jq, nano, vi, vim: vi };
