import type ts from 'typescript';
import { type Applied, applyAll, isOffered, type Size, type Texts } from './changes.ts';
import { complaintsOf, keyOf } from './complaints.ts';
import type { Project } from './project.ts';
import { styleOf } from './style.ts';

/** A place of the incident, found in the project. */
export interface Complaint {
  readonly file: string;
  readonly diagnostic: ts.Diagnostic;
}

/** A way to mend, as whole texts, not yet tried. */
export interface Idea {
  readonly title: string;
  readonly kind: string;
  readonly texts: Texts;
  readonly size: Size;
}

/** Fixes that silence instead of mending, change settings, or install something. */
const NEVER = new Set([
  'disableJsDiagnostics',
  'enableExperimentalDecorators',
  'fixEnableJsxFlag',
  'fixModuleOption',
  'fixTargetOption',
  'installTypesPackage',
  'addConvertToUnknownForNonOverlappingTypes',
  'convertToMappedObjectType',
]);

/** Rounds in which fixes that were in each other's way get their turn. */
const ROUNDS = 8;

/** What the language service offers: each kind of fix at every place of the incident, and at the first place alone. */
export function findQuickFixes(project: Project, complaints: readonly Complaint[]): Idea[] {
  const [first] = complaints;
  if (!first) return [];
  const ideas: Idea[] = [];
  const seen = new Set<string>();
  for (const complaint of complaints.slice(0, 8)) {
    for (const [at, fix] of offersAt(project, complaint).entries()) {
      const label = `${fix.fixName}|${fix.description}`;
      if (seen.has(label)) continue;
      seen.add(label);
      const kind = fix.fixName;
      if (complaints.length > 1) {
        const { texts, size } = mendEverywhere(project, complaints, fix, at);
        if (texts.size > 0) ideas.push({ title: fix.description, kind, texts, size });
      }
      if (complaints.length === 1 || complaint === first) {
        ideas.push(...toIdea(project, fix.description, kind, [fix.changes]));
      }
    }
  }
  return ideas;
}

/** One idea out of a fix at each place; those that may not be offered are left out. None when nothing is left. */
export function toIdea(
  project: Project,
  title: string,
  kind: string,
  fixes: readonly (readonly ts.FileTextChanges[])[],
): Idea[] {
  const offered = fixes.filter((changes) => changes.length > 0 && isOffered(project, changes));
  if (offered.length === 0) return [];
  const { texts, size } = applyAll(project, new Map(), offered);
  return [{ title, kind, texts, size }];
}

/** What the service answered, by complaint: a diagnostic lives as long as the texts it was found in. */
const asked = new WeakMap<ts.Diagnostic, ts.CodeFixAction[]>();

function offersAt(project: Project, complaint: Complaint): ts.CodeFixAction[] {
  const known = asked.get(complaint.diagnostic) ?? askService(project, complaint);
  asked.set(complaint.diagnostic, known);
  return known;
}

function askService(project: Project, { file, diagnostic }: Complaint): ts.CodeFixAction[] {
  const start = diagnostic.start ?? 0;
  const style = styleOf(project, project.text(file) ?? '');
  try {
    return project.service
      .getCodeFixesAtPosition(
        file,
        start,
        start + (diagnostic.length ?? 0),
        [diagnostic.code],
        style.format,
        style.preferences,
      )
      .filter((fix) => !NEVER.has(fix.fixName) && !fix.commands?.length && isOffered(project, fix.changes));
  } catch {
    // A fix provider of some versions throws on code that it did not expect; the other providers cannot be asked apart.
    return [];
  }
}

/** Applies the like of one fix at every place, in rounds: after each the texts are looked at anew. */
function mendEverywhere(
  project: Project,
  complaints: readonly Complaint[],
  like: ts.CodeFixAction,
  at: number,
): Applied {
  const keys = new Set(complaints.map(({ diagnostic }) => keyOf(project, diagnostic)));
  const files = [...new Set(complaints.map(({ file }) => file))];
  let done: Applied = { texts: new Map(), size: { edits: 0, letters: 0 }, skipped: 0 };
  let open = complaints;
  for (let round = 0; round < ROUNDS && open.length > 0; round += 1) {
    const fixes = combined(project, open, like, round) ?? open.map((one) => alike(project, one, like, at));
    const next = applyAll(project, done.texts, fixes);
    const stuck = [...next.texts].every(([file, text]) => done.texts.get(file) === text);
    const edits = done.size.edits + next.size.edits;
    done = { ...next, size: { edits, letters: done.size.letters + next.size.letters } };
    if (stuck || next.skipped === 0) break;
    project.show(done.texts);
    open = files.flatMap((file) =>
      complaintsOf(project, file)
        .filter((diagnostic) => keys.has(keyOf(project, diagnostic)))
        .map((diagnostic) => ({ file, diagnostic })),
    );
  }
  project.show(new Map());
  return done;
}

/** The service's own "fix all" where the incident holds every such complaint of its one file. */
function combined(
  project: Project,
  open: readonly Complaint[],
  like: ts.CodeFixAction,
  round: number,
): (readonly ts.FileTextChanges[])[] | null {
  const [first] = open;
  if (!first || round > 0 || open.length < 2 || like.fixId === undefined) return null;
  if (like.fixName === 'import' || open.some(({ file }) => file !== first.file)) return null;
  const codes = new Set(open.map(({ diagnostic }) => diagnostic.code));
  const all = complaintsOf(project, first.file).filter(({ code }) => codes.has(code));
  if (all.length !== open.length) return null;
  const style = styleOf(project, project.text(first.file) ?? '');
  try {
    const scope = { type: 'file', fileName: first.file } as const;
    const action = project.service.getCombinedCodeFix(scope, like.fixId, style.format, style.preferences);
    return isOffered(project, action.changes) && !action.commands?.length ? [action.changes] : null;
  } catch {
    return null;
  }
}

function alike(
  project: Project,
  complaint: Complaint,
  like: ts.CodeFixAction,
  at: number,
): readonly ts.FileTextChanges[] {
  const offers = offersAt(project, complaint);
  const same = offers.find((fix) => fix.fixName === like.fixName && fix.description === like.description);
  const placed = offers[at]?.fixName === like.fixName ? offers[at] : undefined;
  return (same ?? placed ?? offers.find((fix) => fix.fixName === like.fixName))?.changes ?? [];
}
