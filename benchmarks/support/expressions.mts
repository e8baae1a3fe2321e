// The regular expressions of the sources, each with texts made to keep it busy: what it nearly matches, with a part of that over and over.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import ts from 'typescript';
import { worked } from './worked.mts';

export interface Expression {
  /** File and line. */
  where: string;
  source: string;
  flags: string;
}

/** All that are written in the files below some folders. */
export function expressionsIn(folders: readonly string[]): Expression[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => writtenIn(join(folder, name))),
  );
}

function writtenIn(path: string): Expression[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Expression[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ where: `${path}:${line + 1}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    node.forEachChild(look);
  };
  look(file);
  return found;
}

/** Characters of one text. */
const LENGTH = 16_384;
const LONGEST_SEED = 40;
/** An expression that has not ended by then (ms) is stopped. */
const PATIENCE = 10_000;
/** Below this (ms) it was not the expression that took long. */
const NOTICED = 10;

/** Milliseconds that the worst of its texts takes. @param seeds how many texts that it matches the others are made of */
export function worstOf({ source, flags }: Expression, seeds: number): number {
  const all = flags.includes('g') ? flags : `${flags}g`;
  const context = createContext({ now: worked, texts: attacks(source, flags, seeds), NOTICED });
  try {
    return runInContext(
      `const once = (text) => { const began = now(); text.replace(new RegExp(${JSON.stringify(source)}, ${JSON.stringify(all)}), ''); return now() - began; };
       let worst = 0;
       for (const text of texts) {
         let took = once(text);
         for (let again = 0; again < 3 && took > NOTICED; again++) took = Math.min(took, once(text));
         worst = Math.max(worst, took);
       }
       worst`,
      context,
      { timeout: PATIENCE },
    ) as number;
  } catch {
    return PATIENCE;
  }
}

function* attacks(source: string, flags: string, seeds: number): Generator<string> {
  for (const seed of seedsOf(source, flags, seeds)) {
    for (let from = 0; from < seed.length; from++) {
      for (const size of [1, 2, 3, 5, 8, 13].filter((each) => from + each <= seed.length)) {
        const pump = seed.slice(from, from + size);
        yield `${seed.slice(0, from)}${pump.repeat(LENGTH / size)}\u0001`;
      }
    }
  }
}

/** What it matches, and its own letters: some expressions are beyond those who make up texts for them. */
function seedsOf(source: string, flags: string, seeds: number): string[] {
  const letters = source
    .replace(/\\[sS]/g, ' ')
    .replace(/\\[dw]/g, '0')
    .replace(/[\\^$?*+()[\]{}|]/g, '');
  let matched: string[] = [];
  try {
    matched = fc.sample(fc.stringMatching(new RegExp(source, flags.replace(/[gy]/g, ''))), { numRuns: seeds, seed: 1 });
  } catch {
    // It looks ahead or behind.
  }
  return [letters, ...matched].map((seed) => seed.slice(0, LONGEST_SEED));
}
