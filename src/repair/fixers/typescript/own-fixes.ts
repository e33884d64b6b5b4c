import { distance } from 'fastest-levenshtein';
import type ts from 'typescript';
import { isOffered } from './changes.ts';
import { isOwn, type Project } from './project.ts';
import { type Complaint, type Idea, toIdea } from './quick-fixes.ts';
import { findValueFixes } from './value-fixes.ts';

const UNKNOWN_MEMBER = new Set([2339, 2551, 2353, 2561, 2322, 2345, 2769]);
const UNKNOWN_NAME = new Set([2304, 2552, 2503, 18004]);
const MAYBE_NOTHING = new Set([2531, 2532, 2533, 18047, 18048, 18049]);

/** What the service does not think of: mend the declaration instead of its uses, a name further off, `?.`. */
export function findOwnFixes(project: Project, complaints: readonly Complaint[]): Idea[] {
  const [first] = complaints;
  if (!first) return [];
  const { code } = first.diagnostic;
  if (MAYBE_NOTHING.has(code)) return chainOptionally(project, complaints);
  return [...findValueFixes(project, complaints), ...findNameFixes(project, complaints)];
}

/** A name that is not known: the declaration or the uses are misspelled. */
function findNameFixes(project: Project, complaints: readonly Complaint[]): Idea[] {
  const [first] = complaints;
  if (!first) return [];
  const { code } = first.diagnostic;
  if (!UNKNOWN_MEMBER.has(code) && !UNKNOWN_NAME.has(code)) return [];
  const name = nameAt(project, first);
  if (!name) return [];
  return nearest(project, name.text, symbolsFor(project, name, code)).flatMap((symbol) => [
    ...renameDeclaration(project, symbol, name.text),
    ...useInstead(project, complaints, name.text, symbol.name),
  ]);
}

/** The identifier (or quoted name) that a complaint points at. */
function nameAt(project: Project, { file, diagnostic }: Complaint): ts.Identifier | null {
  const { ts } = project;
  const source = project.program().getSourceFile(file);
  const start = diagnostic.start ?? 0;
  if (!source) return null;
  let found: ts.Identifier | null = null;
  const visit = (node: ts.Node): void => {
    if (start < node.pos || start >= node.end) return;
    if (ts.isIdentifier(node) && node.getStart(source) === start) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The symbols that could have been meant: properties of the type, or what is in scope. */
function symbolsFor(project: Project, name: ts.Identifier, code: number): ts.Symbol[] {
  const { ts } = project;
  const checker = project.program().getTypeChecker();
  if (UNKNOWN_NAME.has(code)) {
    const meaning = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
    return checker.getSymbolsInScope(name, meaning);
  }
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) {
    return checker.getTypeAtLocation(parent.expression).getApparentProperties();
  }
  if (ts.isBindingElement(parent)) {
    return checker.getTypeAtLocation(parent.parent).getApparentProperties();
  }
  const literal = parent.parent;
  if (literal && ts.isObjectLiteralExpression(literal)) {
    return checker.getContextualType(literal)?.getApparentProperties() ?? [];
  }
  return [];
}

/** At most two symbols whose names are near: few letters apart, or one within the other. */
function nearest(project: Project, wanted: string, symbols: readonly ts.Symbol[]): ts.Symbol[] {
  const lower = wanted.toLowerCase();
  const ranked = symbols
    .filter(({ name }) => name !== wanted && /^[\w$]+$/.test(name) && name !== 'prototype')
    .map((symbol) => ({ symbol, apart: apart(lower, symbol.name.toLowerCase()) }))
    .filter((one) => one.apart <= (isDeclaredHere(project, one.symbol) ? 0.5 : 0.34));
  ranked.sort((a, b) => a.apart - b.apart);
  return ranked.slice(0, 2).map((one) => one.symbol);
}

function isDeclaredHere(project: Project, symbol: ts.Symbol): boolean {
  const file = symbol.declarations?.[0]?.getSourceFile().fileName;
  return file !== undefined && isOwn(project, file);
}

function apart(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  const within = Math.min(a.length, b.length) >= 3 && (a.includes(b) || b.includes(a));
  return within ? Math.min(0.4, distance(a, b) / longer) : distance(a, b) / longer;
}

/** Renames what is declared to what everybody calls it. */
function renameDeclaration(project: Project, symbol: ts.Symbol, wanted: string): Idea[] {
  const { ts } = project;
  const declared = symbol.declarations?.[0];
  const name = declared && ts.getNameOfDeclaration(declared);
  const file = declared?.getSourceFile().fileName;
  if (!name || !file || !isOwn(project, file) || !ts.isIdentifier(name)) return [];
  const preferences = { providePrefixAndSuffixTextForRename: true };
  const places = project.service.findRenameLocations(file, name.getStart(), false, false, preferences) ?? [];
  const changes = places.map(({ fileName, textSpan, prefixText = '', suffixText = '' }) => ({
    fileName,
    textChanges: [{ span: textSpan, newText: `${prefixText}${wanted}${suffixText}` }],
  }));
  if (!isOffered(project, changes)) return [];
  const title = `Rename '${symbol.name}' to '${wanted}' where it is declared`;
  return toIdea(project, title, 'renameDeclaration', [changes]);
}

/** Says `known` at every place that says `wanted`. */
function useInstead(
  project: Project,
  complaints: readonly Complaint[],
  wanted: string,
  known: string,
): Idea[] {
  const fixes = complaints.map((complaint) => {
    const name = nameAt(project, complaint);
    if (name?.text !== wanted) return [];
    const shorthand = project.ts.isShorthandPropertyAssignment(name.parent) || isShortBinding(project, name);
    const span = { start: name.getStart(), length: wanted.length };
    const newText = shorthand ? `${known}: ${wanted}` : known;
    return [{ fileName: complaint.file, textChanges: [{ span, newText }] }];
  });
  return toIdea(project, `Use '${known}' for '${wanted}'`, 'useInstead', fixes);
}

function isShortBinding(project: Project, name: ts.Identifier): boolean {
  return project.ts.isBindingElement(name.parent) && !name.parent.propertyName;
}

/** `a.b` becomes `a?.b` where `a` may be undefined. */
function chainOptionally(project: Project, complaints: readonly Complaint[]): Idea[] {
  const { ts } = project;
  const fixes = complaints.map(({ file, diagnostic }) => {
    const source = project.program().getSourceFile(file);
    const end = (diagnostic.start ?? 0) + (diagnostic.length ?? 0);
    const rest = source?.text.slice(end) ?? '';
    const dot = /^\s*\.(?!\.)/.exec(rest)?.[0];
    const newText = dot !== undefined ? '?' : /^\[/.test(rest) ? '?.' : null;
    if (newText === null) return [];
    const start = end + (dot?.length ?? 1) - 1;
    return [{ fileName: file, textChanges: [{ span: ts.createTextSpan(start, 0), newText }] }];
  });
  return toIdea(project, 'Access the member only when there is an object', 'optionalChain', fixes);
}
