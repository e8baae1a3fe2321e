#!/usr/bin/env node
import { runCli } from './cli';
import { interruptSignal } from './interrupt';

const { argv, stdin, stdout, stderr, env } = process;
void runCli(argv.slice(2), { stdin, stdout, stderr, env, cwd: process.cwd() }, interruptSignal(process)).then((code) =>
  process.exit(code),
);
